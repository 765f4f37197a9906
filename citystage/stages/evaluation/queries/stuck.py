"""What is stuck, and with whom: what should have been done by now, the longest overdue first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Ask, FollowUp, Opening
from citystage.stages.docking.models import Promise as Pledge
from citystage.stages.docking.states.asks import AskState
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.plan_terms import WallTerms
from citystage.stages.evaluation.queries import stuck_work as work
from citystage.stages.evaluation.queries.areas import within
from citystage.stages.evaluation.queries.stuck_work import Stuck, Text, days_since
from citystage.stages.evaluation.states.reports import ReportState


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckKind:
    """Things of one kind; ``total`` counts also those that are not listed, up to a most."""

    code: str
    label: Text
    total: int
    rows: Sequence[Stuck]
    # There are more than ``total``.
    beyond: bool = False


class _Number(Subquery):
    """How many rows another question finds; asked once, beside the rows themselves."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


_OVER: Final = (ScenarioState.LANDED, ScenarioState.CLOSED)
OUTCOMES: Final = _("Outcomes not recorded")
ASKS: Final = _("Asks not answered")
PROMISES: Final = _("Promises not kept")
FOLLOWED: Final = _("Follow-up overdue")
REPORTS: Final = _("Reports of labs not handed in")
TRIALS: Final = _("Trials near or past their end")
SUSPENDED: Final = _("Trials that stand still")
PROJECTS: Final = _("Projects past their day")
MILESTONES: Final = _("Milestones past their day")
PROJECT_REPORTS: Final = _("Reports of projects not handed in")


def stuck(actor: Actor, city: Unit, *, at: datetime, terms: WallTerms) -> list[StuckKind]:
    """Kinds that have something, each with its first ``terms.stuck``; a query or two a kind."""
    today = timezone.localdate(at)
    until = today + timedelta(days=terms.ending_days)
    asked: list[_Asked] = [
        ("outcomes", OUTCOMES, _outcomes(actor, city, at), lambda r: _opening(r, at)),
        ("asks", ASKS, _asks(actor, city, at), lambda r: _ask(r, at)),
        ("promises", PROMISES, _owed(actor, city, today), lambda r: _pledge(r, today)),
        ("followed", FOLLOWED, _followed(actor, city, today), lambda r: _line(r, today)),
        ("reports", REPORTS, _reports(actor, city, at), lambda r: _report(r, at)),
        ("trials", TRIALS, work.ending(actor, city, until), lambda r: work.trial(r, today)),
        ("suspended", SUSPENDED, work.still(actor, city), lambda r: work.held(r, at)),
        ("projects", PROJECTS, work.late(actor, city, today), lambda r: work.due(r, today)),
        (
            "milestones",
            MILESTONES,
            work.milestones(actor, city, today),
            lambda r: work.milestone(r, today),
        ),
        (
            "project_reports",
            PROJECT_REPORTS,
            work.reports(actor, city, at),
            lambda r: work.report(r, at),
        ),
    ]
    kinds = [_kind(*one, terms=terms) for one in asked]
    return [kind for kind in kinds if kind.total]


type _Asked = tuple[str, Text, QuerySet[Any], Callable[[Any], Stuck]]


def _kind(
    code: str, label: Text, rows: QuerySet[Any], told: Callable[[Any], Stuck], *, terms: WallTerms
) -> StuckKind:
    """The first rows and how many there are up to a most: one question, of many rows two."""
    most = terms.most_counted
    if told_of := _MANY.get(code):
        keys = list(rows.values_list("pk", flat=True)[: most + 1])
        total, shown = len(keys), keys[: terms.stuck]
        found = list(told_of(rows.model.objects.filter(pk__in=shown))) if shown else []
    else:
        number = _Number(rows.order_by().values("pk")[: most + 1])
        found = list(rows.annotate(all_of_them=number)[: terms.stuck])
        total = found[0].all_of_them if found else 0
    return StuckKind(
        code=code,
        label=label,
        total=min(total, most),
        rows=[told(row) for row in found],
        beyond=total > most,
    )


def _outcomes(actor: Actor, city: Unit, at: datetime) -> QuerySet[Opening]:
    found = Opening.objects.without_outcome().filter(
        within(actor, city, "scenario__"), outcome_due_at__lte=at
    )
    return found.select_related("scenario", "opened_for").order_by("outcome_due_at", "pk")


def _opening(row: Opening, at: datetime) -> Stuck:
    held = row.opened_for.label if row.opened_for else row.scenario.owner_name
    return Stuck(
        title=row.scenario.label,
        who=held,
        days=days_since(row.outcome_due_at, at=at),
        since=timezone.localdate(row.outcome_due_at),
        subject=subject_of(row),
    )


def _asks(actor: Actor, city: Unit, at: datetime) -> QuerySet[Ask]:
    # Who decides for the city sees all of them: nothing is to be sorted out.
    whole = actor.holds(Permission.DOCKING_ASK_DECIDE, city)
    found = Ask.objects.filter(city=city, state=AskState.FILED, due_at__lte=at)
    found = found if whole else found.visible_to(actor)
    return found.select_related("unit").order_by("due_at", "pk")


def _ask(row: Ask, at: datetime) -> Stuck:
    return Stuck(
        title=row.title,
        who=row.unit.label,
        days=days_since(row.due_at, at=at),
        since=timezone.localdate(row.due_at),
        subject=subject_of(row),
    )


def _owed(actor: Actor, city: Unit, today: date) -> QuerySet[Pledge]:
    whole = actor.holds(Permission.DOCKING_TRACK_READ, city)
    found = Pledge.objects.filter(city=city).overdue(today)
    found = found if whole else found.visible_to(actor)
    return found.select_related("giver").order_by("due_on", "pk")


def _pledge(row: Pledge, today: date) -> Stuck:
    return Stuck(
        title=row.what,
        who=row.giver.label,
        days=(today - row.due_on).days,
        since=row.due_on,
        subject=subject_of(row),
    )


def _followed(actor: Actor, city: Unit, today: date) -> QuerySet[FollowUp]:
    found = FollowUp.objects.filter(within(actor, city, "scenario__"), next_on__lt=today)
    return _by_step(found.exclude(scenario__state__in=_OVER))


def _by_step(found: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return found.select_related("scenario", "unit").order_by("next_on", "pk")


def _line(row: FollowUp, today: date) -> Stuck:
    held = row.person_name or (row.unit.label if row.unit else "")
    return Stuck(
        title=row.scenario.label,
        who=held,
        days=(today - row.next_on).days if row.next_on else 0,
        since=row.next_on,
        subject=subject_of(row),
        step=row.next_step,
    )


def _reports(actor: Actor, city: Unit, at: datetime) -> QuerySet[Report]:
    tops = actor.reach(Permission.EVALUATION_LAB_READ)
    reach = subtree(tops, "lab__city__path") | subtree(tops, "lab__district__path")
    found = Report.objects.filter(reach, lab__city=city, state=ReportState.OPEN, due_at__lte=at)
    return found.select_related("lab").order_by("due_at", "pk")


def _report(row: Report, at: datetime) -> Stuck:
    return Stuck(
        title=row.lab.label,
        who=row.lab.builder_name,
        days=days_since(row.due_at, at=at),
        since=timezone.localdate(row.due_at),
        subject=subject_of(row),
    )


# Of these a city has tens of thousands. Asked for in the order of their days, the first of one
# district lie behind all those of the others: their keys are found by the district, and what is
# told of the first of them is asked for alone.
_MANY: Final[Mapping[str, Callable[[QuerySet[Any]], QuerySet[Any]]]] = {
    "followed": _by_step,
    "milestones": work.with_proof,
    "project_reports": work.by_due,
}


def total(kinds: Iterable[StuckKind]) -> int:
    """How many things are stuck."""
    return sum(kind.total for kind in kinds)
