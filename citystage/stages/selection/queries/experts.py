"""Reads of the register of experts: for the office that keeps it, and for each expert."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.models import Absence, Expert, Relation, Seat, Shareholding
from citystage.stages.selection.states.panels import SeatState

# Seats that ask something of an expert now, or did.
_SERVING = (SeatState.ASKED, SeatState.ACCEPTED, SeatState.SCORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFilter:
    """What the register is cut to; empty values do not cut."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    text: str = ""
    sort: str = "name"


SORTS = {
    "name": ("name", "pk"),
    "load": ("-serving", "name"),
    "confirmed": ("confirmed_at", "name"),
}


def cities(actor: Actor) -> tuple[Unit, ...]:
    """The cities whose register this person keeps."""
    return tuple(
        dict.fromkeys(unit.city or unit for unit in actor.reach(Permission.SELECTION_EXPERT_MANAGE))
    )


def register(actor: Actor, wanted: ExpertFilter | None = None) -> QuerySet[Expert]:
    """The entries within reach, with ``serving``: seats they hold or held."""
    reach = subtree(actor.reach(Permission.SELECTION_EXPERT_MANAGE), "city__path")
    rows = Expert.objects.filter(reach).select_related("employer", "city", "user")
    rows = rows.annotate(serving=Count("seats", filter=Q(seats__state__in=_SERVING)))
    if wanted is None:
        return rows.order_by("name", "pk")
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.fields:
        rows = rows.filter(fields__overlap=list(wanted.fields))
    for word in wanted.text.split()[:8]:
        one = Q()
        for form in {word, fold(word)}:
            one |= Q(name__icontains=form) | Q(employer_name__icontains=form)
            one |= Q(expertise__icontains=form) | Q(email__icontains=form)
        rows = rows.filter(one)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["name"]))


def reach_expert(actor: Actor, pk: int) -> Expert:
    """One entry, for the office that keeps it or the expert; others: NotFound."""
    reach = subtree(actor.reach(Permission.SELECTION_EXPERT_MANAGE), "city__path")
    rows = Expert.objects.filter(reach | Q(pk__in=own_entries(actor).values("pk")))
    found = rows.select_related("employer", "city", "user").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such expert within your reach."))
    return found


def own_entries(actor: Actor) -> QuerySet[Expert]:
    """The entries of the signed-in person, by account or by a confirmed address."""
    if actor.user_id is None:
        return Expert.objects.none()
    address = User.objects.filter(pk=actor.user_id).values("email")
    unclaimed = Q(user__isnull=True, email__in=address)
    return Expert.objects.filter(Q(user_id=actor.user_id) | unclaimed).select_related(
        "city", "employer"
    )


def relations(expert: Expert) -> QuerySet[Relation]:
    """What ties this expert to organisations, ended ones last."""
    rows = expert.relations.select_related("organisation", "made_by")
    return rows.order_by("ended_at", "-made_at")


def reach_relation(expert: Expert, pk: int) -> Relation:
    """One tie of this expert."""
    found = expert.relations.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This expert has no such relation."))
    return found


def absences(expert: Expert) -> QuerySet[Absence]:
    """Days on which the expert cannot be asked, in order."""
    return expert.absences.order_by("since")


def reach_absence(expert: Expert, pk: int) -> Absence:
    """One absence of this expert."""
    found = expert.absences.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This expert has no such absence."))
    return found


def served(expert: Expert) -> Sequence[Seat]:
    """Where this expert was asked to sit, the latest first."""
    rows = expert.seats.filter(state__in=[*_SERVING, SeatState.DECLINED, SeatState.RECUSED])
    return list(
        rows.select_related("candidacy__programme__call").order_by("-asked_at", "-pk")[:100]
    )


def shareholdings(actor: Actor) -> QuerySet[Shareholding]:
    """What is known of who owns whom; for those who keep a register."""
    if not actor.may(Permission.SELECTION_EXPERT_MANAGE):
        return Shareholding.objects.none()
    rows = Shareholding.objects.select_related("holder", "held", "made_by")
    return rows.order_by("ended_at", "-made_at")


def reach_shareholding(actor: Actor, pk: int) -> Shareholding:
    """One of them."""
    found = shareholdings(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such shareholding."))
    return found


def tally(actor: Actor) -> dict[str, dict[str, int]]:
    """How many entries there are by kind and by state, for the filters."""
    counted: dict[str, dict[str, int]] = {"kind": {}, "state": {}}
    for kind, state in register(actor).values_list("kind", "state"):
        counted["kind"][kind] = counted["kind"].get(kind, 0) + 1
        counted["state"][state] = counted["state"].get(state, 0) + 1
    return counted
