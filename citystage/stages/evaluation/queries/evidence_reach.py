"""Which records behind a number this visitor may open, by the records' own rules."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import CharField, F, Q, QuerySet, Value

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.docking.models import (
    Agreement,
    Answer,
    Ask,
    Introduction,
    Opening,
    Promise,
)
from citystage.stages.events.models import Place
from citystage.stages.projects.models import Arrival, FirstUse, Pattern, Project
from citystage.stages.trials.models import Trial


def _answers(actor: Actor) -> QuerySet[Any]:
    own = Answer.objects.writable_by(actor).order_by().values("pk")
    judged = Answer.objects.judged_by(actor).order_by().values("pk")
    return Answer.objects.filter(Q(pk__in=own) | Q(pk__in=judged))


def _asks(actor: Actor) -> QuerySet[Any]:
    shown = Ask.objects.shown_to_all().order_by().values("pk")
    own = Ask.objects.visible_to(actor).order_by().values("pk")
    return Ask.objects.filter(Q(pk__in=shown) | Q(pk__in=own))


def _places(actor: Actor) -> QuerySet[Any]:
    hosts = subtree(actor.reach(Permission.EVENTS_EVENT_MANAGE), "event__organiser__path")
    seats = [unit.pk for _role, unit in actor.grants]
    return Place.objects.filter(hosts | Q(organisation__seat_id__in=seats))


_REACH: Final[Mapping[str, Callable[[Actor], QuerySet[Any]]]] = {
    "catalogue.scenario": lambda _actor: Scenario.objects.public(),
    "catalogue.lab": lambda _actor: Lab.objects.all(),
    "docking.opening": lambda _actor: Opening.objects.filter(
        scenario__in=Scenario.objects.public()
    ),
    "docking.answer": _answers,
    "docking.introduction": Introduction.objects.visible_to,
    "docking.agreement": Agreement.objects.visible_to,
    "docking.promise": Promise.objects.visible_to,
    "docking.ask": _asks,
    "events.place": _places,
    "trials.trial": Trial.objects.visible_to,
    "projects.project": Project.objects.visible_to,
    "projects.firstuse": FirstUse.objects.visible_to,
    "projects.arrival": Arrival.objects.visible_to,
    "projects.pattern": Pattern.objects.visible_to,
}


_SCENARIO: Final = "catalogue.scenario"


def open_to(actor: Actor, ids: Mapping[str, Iterable[int]]) -> dict[str, dict[int, str]]:
    """Kind -> those of its records that this visitor may open; scenarios with their number.

    One query for all kinds; none where nothing is asked for.
    """
    asked = [_asked(actor, kind, list(of_kind)) for kind, of_kind in ids.items() if kind in _REACH]
    found: dict[str, dict[int, str]] = {kind: {} for kind in ids}
    if asked:
        rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
        for kind, pk, number in rows:
            found[kind][pk] = number
    return found


def _asked(actor: Actor, kind: str, ids: list[int]) -> QuerySet[Any, Any]:
    number = F("number") if kind == _SCENARIO else Value("", output_field=CharField())
    rows = _REACH[kind](actor).filter(pk__in=ids).order_by()
    named = rows.annotate(of_kind=Value(kind, output_field=CharField()), of_number=number)
    return named.values_list("of_kind", "pk", "of_number")
