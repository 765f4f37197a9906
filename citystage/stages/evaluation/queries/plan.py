"""Plans for pages: their targets as they stand on a day, how they fare, what they said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities_under
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.facts.plan import TargetCorrected
from citystage.stages.evaluation.models import Plan, Reading, Reported, Revision, Target
from citystage.stages.evaluation.plan_forecast import Forecast, TooLittle, forecast, moved
from citystage.stages.evaluation.plan_pace import MONTH, Grade, Pace, Way, growth, pace
from citystage.stages.evaluation.plan_rules import sees
from citystage.stages.evaluation.plan_settings import steering_terms
from citystage.stages.evaluation.plan_spans import Span, span_of
from citystage.stages.evaluation.plan_terms import SteeringTerms
from citystage.stages.evaluation.plan_writing import counts_up
from citystage.stages.evaluation.queries.plan_figures import Measured, Share, measured, shares
from citystage.stages.evaluation.queries.reported import beside, beside_each


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target with what it asks for on a day, what is reached, and where that leads."""

    target: Target
    revision: Revision
    span: Span
    figure: Measured | None
    pace: Pace
    outlook: Forecast | TooLittle | None
    reported: Sequence[Reported] = ()
    # What a count goes on from; of a level nothing is added.
    base: Decimal = Decimal(0)
    # A year, observed and required, where it begins above nothing.
    growth: tuple[float, float] | None = None
    # What of it belongs to the reader's own district or department.
    share: Share | None = None

    @property
    def at_least(self) -> Decimal:
        """What is asked for."""
        return self.revision.at_least

    @property
    def reached(self) -> Decimal | None:
        """Where it stands: what is measured, with what the count went on from."""
        return None if self.figure is None else self.base + self.figure.value

    @property
    def claimed_share(self) -> float:
        """What claims would add, from 0 to what is left of 1."""
        if self.figure is None:
            return 0.0
        return min(1.0 - self.pace.share, float(self.figure.claimed / self.at_least))

    @property
    def is_open(self) -> bool:
        """Whether a forecast makes sense: the period runs and the target is not reached."""
        return self.pace.grade not in {Grade.REACHED, Grade.MISSED, Grade.AHEAD_OF_TIME}


def plans(actor: Actor, city: Unit) -> QuerySet[Plan]:
    """The plans of a city this person may read, the newest first."""
    found = Plan.objects.filter(city=city)
    shown = Q(public=True)
    if any(
        top.covers(city) or city.covers(top) for top in actor.reach(Permission.PLAN_STEERING_READ)
    ):
        shown = Q()
    return found.filter(shown).select_related("city")


def reach_plan(actor: Actor, pk: int) -> Plan:
    """One of them. Raises ``NotFound``."""
    plan = Plan.objects.filter(pk=pk).select_related("city", "made_by").first()
    if plan is None or not sees(actor, plan):
        raise NotFound(_("There is no such plan within your reach."))
    return plan


def reach_target(actor: Actor, pk: int) -> Target:
    """One target of such a plan. Raises ``NotFound``."""
    target = Target.objects.filter(pk=pk).select_related("plan__city").first()
    if target is None or not sees(actor, target.plan):
        raise NotFound(_("There is no such target within your reach."))
    return target


def edited(actor: Actor) -> list[Unit]:
    """The cities whose plans this person writes."""
    return list(cities_under(actor.reach(Permission.PLAN_PLAN_EDIT)))


def aims_of(
    city: Unit, found: Sequence[Plan], *, at: datetime, area: Unit | None = None
) -> dict[int, list[Aim]]:
    """Plan -> its targets that stand, in order; a handful of queries for all of them.

    With the ``area`` of a reader also what of each belongs to it.
    """
    by_plan = {plan.pk: plan for plan in found}
    rows = Target.objects.filter(plan__in=by_plan, dropped_at__isnull=True)
    targets = list(rows.prefetch_related("revisions"))
    for target in targets:
        target.plan = by_plan[target.plan_id]
    sources = beside_each(city, {target.indicator for target in targets})
    asked = [(target, list(target.revisions.all())) for target in targets]
    aims: dict[int, list[Aim]] = {plan.pk: [] for plan in found}
    for aim in _told(city, asked, at=at, sources=sources, area=area):
        aims[aim.target.plan_id].append(aim)
    return aims


def _told(  # noqa: PLR0913 -- what was read already
    city: Unit,
    asked: Sequence[tuple[Target, Sequence[Revision]]],
    *,
    at: datetime,
    sources: Mapping[str, Sequence[Reported]],
    area: Unit | None = None,
    readings: Mapping[tuple[str, str], Reading] | None = None,
) -> list[Aim]:
    """Targets with their revisions, as they stand at a moment."""
    today = timezone.localdate(at)
    timed = [(target, span_of(target, today=today)) for target, _revisions in asked]
    figures = measured(city, timed, today=today, known_readings=readings)
    own = area is not None and area.kind in {Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT}
    parts = shares(city, timed, area=area) if area is not None and own else {}
    terms = steering_terms(city.pk)
    told = []
    for (target, span), (_target, revisions) in zip(timed, asked, strict=True):
        aim = _aim(
            target,
            in_force_of(revisions, today),
            span,
            figures.get(target.pk),
            today=today,
            terms=terms,
        )
        stated = sources.get(target.indicator, [])
        told.append(replace(aim, share=parts.get(target.pk), reported=stated))
    return told


def aims(
    city: Unit,
    indicator: str,
    *,
    at: datetime,
    readings: Mapping[str, Reading] | None = None,
    stated: Sequence[Reported] | None = None,
) -> list[Aim]:
    """Targets that one indicator measures, for its number page.

    ``readings`` are those of the indicator by period, ``stated`` what sources say of it; with
    both it takes one query.
    """
    rows = Revision.objects.filter(
        target__plan__city=city, target__indicator=indicator, target__dropped_at__isnull=True
    ).select_related("target__plan__city")
    asked: dict[int, tuple[Target, list[Revision]]] = {}
    for row in rows.order_by("target__plan", "target__ordinal", "target", "number"):
        asked.setdefault(row.target_id, (row.target, []))[1].append(row)
    known = None
    if readings is not None:
        known = {(indicator, period): reading for period, reading in readings.items()}
    sources = {indicator: beside(city, indicator) if stated is None else stated}
    return _told(city, list(asked.values()), at=at, sources=sources, readings=known)


def revisions_of(found: Sequence[Plan]) -> list[Target]:
    """Targets with all they ever asked for, dropped ones included, for the history."""
    rows = Target.objects.filter(plan__in=found)
    return list(rows.prefetch_related("revisions__made_by"))


def corrections_of(plan: Plan) -> QuerySet[Entry]:
    """How the words of its targets were put right, the latest first."""
    return timeline(plan).filter(verb=TargetCorrected.verb).order_by("-id")


def in_force(target: Target, day: date) -> Revision:
    """What the target asks for on a day: the last revision in force by then, else the first."""
    return in_force_of(target.revisions.all(), day)


def in_force_of(revisions: Iterable[Revision], day: date) -> Revision:
    """The same of revisions that were read already."""
    rows = sorted(revisions, key=lambda one: one.number)
    return next((one for one in reversed(rows) if one.in_force_on <= day), rows[0])


def _aim(  # noqa: PLR0913 -- the parts of one aim
    target: Target,
    revision: Revision,
    span: Span,
    figure: Measured | None,
    *,
    today: date,
    terms: SteeringTerms,
) -> Aim:
    way = Way(revision.points(begins=span.begins, ends=span.ends))
    counts = revision.baseline is not None and counts_up(target.plan.city_id, target.indicator)
    base = (revision.baseline or Decimal(0)) if counts else Decimal(0)
    value = float(base + figure.value) if figure else None
    standing = pace(way, value, today=today, terms=terms.pace)
    # What a year of such growth would be is said no earlier than how the target stands.
    told = None if value is None or standing.grade is Grade.EARLY else value
    outlook = None
    if figure is not None and standing.months_left:
        outlook = forecast(
            figure.quarters,
            value=float(figure.value),
            quarters_left=(span.ends - today).days / MONTH / 3,
            terms=terms.forecast,
        )
        outlook = moved(outlook, by=float(base))
    return Aim(
        target=target,
        revision=revision,
        span=span,
        figure=figure,
        pace=standing,
        outlook=outlook,
        base=base,
        growth=None if told is None else growth(way, told, today=today),
    )
