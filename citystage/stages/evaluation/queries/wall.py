"""The steering view: whose city, which scenarios, the funnel by district, what landed lately."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities
from citystage.kernel.refusals import NotFound
from citystage.kernel.remembering import spell
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.funnel import Line, measured
from citystage.stages.docking.models import Progress
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.evaluation.models import Plan, Wall
from citystage.stages.evaluation.plan_settings import steering_terms
from citystage.stages.evaluation.plan_terms import WallTerms
from citystage.stages.evaluation.queries.areas import within
from citystage.stages.evaluation.queries.plan import Aim, aims_of, plans
from citystage.stages.evaluation.queries.plan_pipeline import Numbers
from citystage.stages.evaluation.queries.stands import count_of, funnel_of, stands_of
from citystage.stages.evaluation.queries.stuck import StuckKind, stuck

PARTS: Final = ("plan", "funnel", "map", "landings", "stuck")
_LATELY: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the steering view shows; parts that were not asked for stay empty."""

    city: Unit
    # The office whose area is shown; the city itself for the coordinating office.
    area: Unit
    at: datetime
    terms: WallTerms
    plan: Plan | None = None
    aims: Sequence[Aim] = ()
    funnel: Line | None = None
    # District (pk) -> its line of the funnel.
    districts: dict[int, Line] = field(default_factory=dict)
    landings: Sequence[Progress] = ()
    stuck: Sequence[StuckKind] = ()


def steers(actor: Actor) -> bool:
    """Whether the person has a steering view at all."""
    return actor.may(Permission.PLAN_STEERING_READ)


def steered(actor: Actor) -> list[Unit]:
    """The cities this person steers or reads for. Raises ``NotFound`` for none."""
    tops = actor.reach(Permission.PLAN_STEERING_READ)
    mine = {top.city_id or top.pk for top in tops}
    found = [city for city in cities() if city.pk in mine]
    if not found:
        raise NotFound(_("There is nothing here for your role."))
    return found


def reach_city(actor: Actor, code: str = "") -> Unit:
    """One of them; the first without a code. Raises ``NotFound``."""
    city = next((one for one in steered(actor) if not code or one.code == code), None)
    if city is None:
        raise NotFound(_("There is no such city within your reach."))
    return city


def area_of(actor: Actor, city: Unit) -> Unit:
    """The widest office of this city the person reads for."""
    tops = [
        top
        for top in actor.reach(Permission.PLAN_STEERING_READ)
        if city.pk in {top.pk, top.city_id}
    ]
    return min(tops, key=lambda top: len(top.path), default=city)


def scenarios_of(actor: Actor, city: Unit) -> QuerySet[Scenario]:
    """Public scenarios of the city within the person's area."""
    return Scenario.objects.filter(within(actor, city))


def chosen_parts(actor: Actor) -> tuple[str, ...]:
    """The parts this person chose last; all of them before that."""
    if actor.user_id is None:
        return PARTS
    kept = Wall.objects.filter(user_id=actor.user_id).values_list("parts", flat=True).first()
    return tuple(part for part in PARTS if part in kept) if kept else PARTS


def view(actor: Actor, city: Unit, *, parts: Sequence[str], at: datetime) -> View:
    """What is asked for, with a number of queries that no number of records changes."""
    terms = steering_terms(city.pk).wall
    plan, aims = _plan(actor, city, at) if "plan" in parts else (None, [])
    counted = Counted(at, None, ())
    if {"funnel", "map"} & {*parts}:
        counted = counted_of(actor, city, at=at)
    return View(
        city=city,
        area=area_of(actor, city),
        # The oldest part says as of when.
        at=min(at, counted.at),
        terms=terms,
        plan=plan,
        aims=aims,
        funnel=counted.whole,
        districts={int(line.key): line for line in counted.districts if line.key},
        landings=_landings(actor, city, terms.newest, at) if "landings" in parts else [],
        stuck=stuck(actor, city, at=at, terms=terms) if "stuck" in parts else [],
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A funnel, the lines of its districts, and as of when."""

    at: datetime
    whole: Line | None
    districts: Sequence[Line]
    # What else was counted with it, for the whole city (``plan_pipeline``).
    numbers: Numbers = field(default_factory=dict)


def counted_of(actor: Actor, city: Unit, *, at: datetime) -> Counted:
    """The funnel of the reader's area: what is kept of it, else counted now; two queries."""
    if kept := count_of(city, at=at):
        funnel = funnel_of(stands_of(actor, city))
        return Counted(kept.counted_at, *funnel, numbers=kept.numbers)
    if area_of(actor, city).pk == city.pk:
        return _of_city(city.pk, spell(steering_terms(city.pk).wall.refresh_seconds))
    return _count(scenarios_of(actor, city))


@lru_cache(maxsize=32)
def _of_city(city_pk: int, _spell: int) -> Counted:
    """A whole city is counted once in a refresh, however many look at it."""
    return _count(Scenario.objects.public().filter(city=city_pk))


def _count(scenarios: QuerySet[Scenario]) -> Counted:
    whole, lines = measured(scenarios, by="district")
    return Counted(timezone.now(), whole, lines)


def forget() -> None:
    """Count anew at the next question."""
    _of_city.cache_clear()


def _plan(actor: Actor, city: Unit, at: datetime) -> tuple[Plan | None, list[Aim]]:
    """The newest plan that runs now, with its targets."""
    running = [one for one in plans(actor, city) if one.covers(timezone.localdate(at).year)]
    if not running:
        return None, []
    area = area_of(actor, city)
    return running[0], aims_of(city, running[:1], at=at, area=area)[running[0].pk]


def _landings(actor: Actor, city: Unit, most: int, at: datetime) -> list[Progress]:
    """The newest, looked for in the last days first: all of them take longer to put in order."""
    found = Progress.objects.standing().filter(
        within(actor, city, "scenario__"), step=ProgressStep.LANDED
    )
    along = ("scenario__district", "scenario__field", "organisation")
    ordered = found.select_related(*along).order_by("-at", "-pk")
    lately = list(ordered.filter(at__gte=at - _LATELY)[:most])
    return lately if len(lately) == most else list(ordered[:most])
