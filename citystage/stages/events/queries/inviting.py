"""Whom to invite: organisations by what they are, what they can do, what they look for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet

from citystage.foundation.access.models import Grant
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.events.models import Event, Invitation, OptOut
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.places import InvitationState

_SHOWN = ("listed", "approved")
SOURCES = ("organisations", "capabilities", "scenarios")


@dataclass(frozen=True, slots=True)
class InviteFilter:
    """Which list, and what of it."""

    source: str = "organisations"
    q: str = ""
    kind: str = ""
    district: str = ""
    field: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """The filter of an address or a form."""
        source = asked.get("source", "")
        return cls(
            source=source if source in SOURCES else "organisations",
            q=asked.get("q", "").strip(),
            kind=asked.get("kind", "") if asked.get("kind") in Organisation.Kind.values else "",
            district=asked.get("district", ""),
            field=asked.get("field", ""),
        )


def found(event: Event, wanted: InviteFilter) -> QuerySet[Organisation]:
    """The organisations of the event's city that the filter finds, each once, by name.

    ``asked`` says whether it is invited already, ``unwilling`` whether it wants no invitations,
    ``reached`` whether anybody acts for it here and would be told.
    """
    rows = Organisation.objects.filter(city=event.city_id, standing__in=_SHOWN)
    if wanted.source == "capabilities":
        rows = rows.filter(pk__in=_capabilities(wanted).values("organisation"))
    elif wanted.source == "scenarios":
        owners = _scenarios(event, wanted)
        rows = rows.filter(Q(pk__in=owners.values("owner")))
    elif wanted.q:
        rows = rows.filter(Q(name__icontains=wanted.q) | Q(name_en__icontains=wanted.q))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.district:
        rows = rows.filter(district__code=wanted.district)
    here = OuterRef("pk")
    return (
        rows.select_related("district")
        .annotate(
            asked=Exists(Invitation.objects.filter(event=event, organisation=here)),
            unwilling=Exists(OptOut.objects.filter(organisation=here)),
            reached=Exists(Grant.objects.filter(unit=OuterRef("seat"), user__is_active=True)),
        )
        .order_by("name", "pk")
        .fetch_mode(FETCH_RAISE)
    )


def willing(event: Event, wanted: InviteFilter) -> QuerySet[Organisation]:
    """Of these whom an invitation would go to."""
    wishes = {"asked": False, "unwilling": False, "reached": True}
    return found(event, wanted).filter(**wishes)


def _capabilities(wanted: InviteFilter) -> QuerySet[Capability]:
    rows = Capability.objects.filter(public=True)
    if wanted.field:
        rows = rows.filter(field__code=wanted.field)
    if wanted.q:
        rows = rows.filter(Q(title__icontains=wanted.q) | Q(description__icontains=wanted.q))
    return rows


def _scenarios(event: Event, wanted: InviteFilter) -> QuerySet[Scenario]:
    rows = Scenario.objects.filter(city=event.city_id, published_on__isnull=False)
    if wanted.field:
        rows = rows.filter(field__code=wanted.field)
    if wanted.q:
        rows = rows.filter(Q(title__icontains=wanted.q) | Q(summary__icontains=wanted.q))
    return rows.exclude(owner=None)


def invitations(event: Event, *, state: str = "") -> QuerySet[Invitation]:
    """Who was invited and what became of it, by name."""
    rows = event.invitations.select_related("organisation", "answered_by")
    if state in InvitationState.values:
        rows = rows.filter(state=state)
    return rows.order_by("organisation__name", "pk").fetch_mode(FETCH_RAISE)


def reach_invitation(event: Event, pk: int) -> Invitation:
    """One of them. Raises ``NotFound``."""
    row = event.invitations.select_related("organisation", "event__organiser").filter(pk=pk).first()
    if row is None:
        raise NotFound("")
    return row


def to_me(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that wait for an answer of the organisations one acts for."""
    own = [unit.pk for _role, unit in actor.grants]
    rows = Invitation.objects.filter(
        organisation__seat__in=own,
        state=InvitationState.SENT,
        event__state=EventState.PUBLISHED,
    )
    return rows.select_related("event__organiser", "organisation").order_by("event__starts_at")


def own_invitation(actor: Actor, event: Event) -> Invitation | None:
    """What the organisation one acts for was asked."""
    own = [unit.pk for _role, unit in actor.grants]
    rows = event.invitations.filter(organisation__seat__in=own).exclude(
        state=InvitationState.WITHDRAWN
    )
    return rows.select_related("organisation", "event__organiser").first()


def own_organisations(actor: Actor) -> list[tuple[Organisation, bool]]:
    """The organisations one acts for, each with whether it wants no invitations."""
    own = [unit.pk for _role, unit in actor.grants]
    rows = Organisation.objects.filter(seat__in=own).annotate(
        unwilling=Exists(OptOut.objects.filter(organisation=OuterRef("pk")))
    )
    return [(one, one.unwilling) for one in rows.order_by("name")]
