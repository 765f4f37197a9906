"""Which records behind a number this visitor may open, by the records' own rules."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import CharField, F, Model, Q, QuerySet, Value

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.catalogue.models.scenarios import HIDDEN
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

# Each narrows rows that are chosen by their keys already: what a rule asks besides is then asked
# of these few, not of the whole table.
type _Reach = Callable[[Any, Actor], QuerySet[Any]]


def _answers(rows: Any, actor: Actor) -> QuerySet[Any]:  # noqa: ANN401 -- a queryset of its model
    own = rows.writable_by(actor).order_by().values("pk")
    judged = rows.judged_by(actor).order_by().values("pk")
    return Answer.objects.filter(Q(pk__in=own) | Q(pk__in=judged))


def _asks(rows: Any, actor: Actor) -> QuerySet[Any]:  # noqa: ANN401
    shown = rows.shown_to_all().order_by().values("pk")
    own = rows.visible_to(actor).order_by().values("pk")
    return Ask.objects.filter(Q(pk__in=shown) | Q(pk__in=own))


def _places(rows: Any, actor: Actor) -> QuerySet[Any]:  # noqa: ANN401
    hosts = subtree(actor.reach(Permission.EVENTS_EVENT_MANAGE), "event__organiser__path")
    seats = [unit.pk for _role, unit in actor.grants]
    found: QuerySet[Any] = rows.filter(hosts | Q(organisation__seat_id__in=seats))
    return found


def _visible(rows: Any, actor: Actor) -> QuerySet[Any]:  # noqa: ANN401
    found: QuerySet[Any] = rows.visible_to(actor)
    return found


def _public(rows: Any, _actor: Actor) -> QuerySet[Any]:  # noqa: ANN401
    found: QuerySet[Any] = rows.public()
    return found


def _all(rows: Any, _actor: Actor) -> QuerySet[Any]:  # noqa: ANN401
    found: QuerySet[Any] = rows.all()
    return found


def _opened(rows: Any, _actor: Actor) -> QuerySet[Any]:  # noqa: ANN401
    found: QuerySet[Any] = rows.exclude(scenario__state__in=HIDDEN)
    return found


_REACH: Final[Mapping[str, tuple[type[Model], _Reach]]] = {
    "catalogue.scenario": (Scenario, _public),
    "catalogue.lab": (Lab, _all),
    "docking.opening": (Opening, _opened),
    "docking.answer": (Answer, _answers),
    "docking.introduction": (Introduction, _visible),
    "docking.agreement": (Agreement, _visible),
    "docking.promise": (Promise, _visible),
    "docking.ask": (Ask, _asks),
    "events.place": (Place, _places),
    "trials.trial": (Trial, _visible),
    "projects.project": (Project, _visible),
    "projects.firstuse": (FirstUse, _visible),
    "projects.arrival": (Arrival, _visible),
    "projects.pattern": (Pattern, _visible),
}
_SCENARIO: Final = "catalogue.scenario"


def open_to(actor: Actor, ids: Mapping[str, Iterable[int]]) -> dict[str, dict[int, str]]:
    """Kind -> those of its records that this visitor may open; scenarios with their number.

    One query for all kinds; none where nothing is asked for.
    """
    asked = [_asked(actor, kind, list(of_kind)) for kind, of_kind in ids.items() if kind in _REACH]
    found: dict[str, dict[int, str]] = {kind: {} for kind in ids}
    if asked:
        # A union takes up the order of the first model, whose columns are not asked for.
        rows = asked[0].union(*asked[1:], all=True).order_by() if len(asked) > 1 else asked[0]
        for kind, pk, number in rows:
            found[kind][pk] = number
    return found


def _asked(actor: Actor, kind: str, ids: list[int]) -> QuerySet[Any, Any]:
    number = F("number") if kind == _SCENARIO else Value("", output_field=CharField())
    model, reach = _REACH[kind]
    rows = reach(model._default_manager.filter(pk__in=ids), actor).order_by()  # noqa: SLF001 -- by its documented name
    named = rows.annotate(of_kind=Value(kind, output_field=CharField()), of_number=number)
    told: QuerySet[Any, Any] = named.values_list("of_kind", "pk", "of_number")
    return told
