"""Asks for pages: what one asked, what waits for one's reply, what everybody may read."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab
from citystage.stages.docking.models import Ask
from citystage.stages.docking.states.asks import OPEN, AskState

ALONG: Final = ("city", "unit", "first_unit", "asker", "field", "scenario", "lab")
ORDERS: Final = {
    "new": ("-filed_at", "-pk"),
    "due": ("due_at", "pk"),
    "title": ("title", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list of asks is cut to; empty values cut nothing."""

    box: str = ""
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: str = ""
    sort: str = "new"


def asks(actor: Actor, cut: Cut) -> QuerySet[Ask]:
    """Every ask the actor has a part in: of the own unit, to it, of the city."""
    boxes = {"asked": Ask.objects.of_asker, "received": Ask.objects.of_unit}
    found = boxes.get(cut.box, Ask.objects.visible_to)(actor)
    return _ordered(_cut(found, cut), cut)


def shown_to_all(cut: Cut) -> QuerySet[Ask]:
    """What was asked and answered, where the asker allows it."""
    return _ordered(_cut(Ask.objects.shown_to_all(), cut), cut)


def _cut(found: QuerySet[Ask], cut: Cut) -> QuerySet[Ask]:
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.kinds:
        found = found.filter(kind__in=cut.kinds)
    if cut.words:
        names = ("title", "text", "reply", "unit__name", "asker__name")
        hit = Q()
        for name in names:
            hit |= Q(**{f"{name}__icontains": cut.words})
        found = found.filter(hit)
    return found


def _ordered(found: QuerySet[Ask], cut: Cut) -> QuerySet[Ask]:
    order = ORDERS.get(cut.sort, ORDERS["new"])
    return found.select_related(*ALONG).order_by(*order)


def tally(actor: Actor, cut: Cut) -> dict[str, int]:
    """State -> how many, without the filter by state."""
    boxed = asks(actor, Cut(box=cut.box, kinds=cut.kinds, words=cut.words)).order_by()
    return dict(boxed.values_list("state").annotate(number=Count("pk")))


def reach_ask(actor: Actor, pk: int) -> Ask:
    """One ask. Raises ``NotFound`` out of reach."""
    found = Ask.objects.visible_to(actor).filter(pk=pk)
    along = (*ALONG, "filed_by", "replied_by", "decided_by")
    if ask := found.select_related(*along).first():
        return ask
    raise NotFound(_("There is no such ask within your reach."))


def reach_shown(pk: int) -> Ask:
    """One answered ask for everybody. Raises ``NotFound``."""
    if ask := Ask.objects.shown_to_all().filter(pk=pk).select_related(*ALONG).first():
        return ask
    raise NotFound(_("There is no such ask."))


def to_answer(actor: Actor) -> QuerySet[Ask]:
    """Those that wait for a word of the actor's unit or office."""
    units = [unit.pk for unit in actor.reach(Permission.DOCKING_ASK_REPLY)]
    waiting = Q(state=AskState.FILED, unit_id__in=units)
    tops = actor.reach(Permission.DOCKING_ASK_DECIDE)
    if tops:
        disputed = Ask.objects.of_city(actor).filter(state=AskState.DISPUTED)
        waiting |= Q(pk__in=disputed.order_by().values("pk"))
    return Ask.objects.filter(waiting)


def to_close(actor: Actor) -> QuerySet[Ask]:
    """Those the actor's unit asked that were answered and are not closed."""
    return Ask.objects.of_asker(actor).filter(state__in=OPEN - {AskState.FILED, AskState.DISPUTED})


def events_of(ask: Ask) -> QuerySet[Entry]:
    """What happened to it, newest first."""
    return timeline(ask).order_by("-id")


def fields_of(city: Unit) -> QuerySet[Term]:
    """The fields one may file under."""
    return terms(Scheme.FIELD, city)


def offices_of(city: Unit) -> list[Unit]:
    """The units of a city that may answer: itself, its districts, its departments."""
    kinds = (Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)
    found = Unit.objects.filter(city=city, kind__in=kinds, coordinates=False)
    return [city, *found.order_by("kind", "ordinal", "pk")]


def labs_of(actor: Actor) -> QuerySet[Lab]:
    """The labs that the actor's own organisation builds."""
    seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ASK_FILE)]
    own = Organisation.objects.filter(seat_id__in=seats)
    return Lab.objects.filter(builder__in=own).order_by("name")
