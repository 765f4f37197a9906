"""Organisations are invited to an event, nobody twice, nobody who does not want to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.invitations import (
    InvitationRefused,
    InvitationWithdrawn,
    Invited,
    OptedIn,
    OptedOut,
)
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event, Invitation, OptOut
from citystage.stages.events.rules import coming
from citystage.stages.events.rules.hosting import may_arrange
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.places import REFUSE, WITHDRAW


class NotAnnounced(Refusal):
    """Nobody is invited to what is not announced."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many were invited, and how many were left out and why."""

    invited: int
    already: int
    opted_out: int


@transaction.atomic(durable=True)
def invite(event: Event, *, organisations: Iterable[int], words: str, stamp: Stamp) -> Sent:
    """Invite these organisations; who was invited before, or wants no invitations, is left out."""
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    if event.state != EventState.PUBLISHED:
        raise NotAnnounced(_("Announce the event before you invite to it."))
    wanted = set(organisations)
    known = set(event.invitations.values_list("organisation_id", flat=True)) & wanted
    unwilling = set(
        OptOut.objects.filter(organisation__in=wanted - known).values_list(
            "organisation_id", flat=True
        )
    )
    asked = Organisation.objects.filter(pk__in=wanted - known - unwilling).order_by("pk")
    made = Invitation.objects.bulk_create(
        Invitation(
            event=event,
            organisation=one,
            words=words.strip(),
            sent_by_id=stamp.actor.user_id,
            sent_at=stamp.at,
        )
        for one in asked
    )
    journal.record_many(
        ((Invited(event_id=event.pk, invitation_id=one.pk), one) for one in made), stamp=stamp
    )
    return Sent(len(made), len(known), len(unwilling))


@transaction.atomic(durable=True)
def refuse_invitation(invitation: Invitation, *, reason: str, stamp: Stamp) -> Invitation:
    """The organisation will not come; it may still register later."""
    invitation = _locked(invitation)
    coming.may_answer(stamp.actor, invitation).enforce(WrongState)
    invitation.reason = reason.strip()
    invitation.answered_at, invitation.answered_by_id = stamp.at, stamp.actor.user_id
    invitation.save(update_fields=["reason", "answered_at", "answered_by"])
    told = InvitationRefused(
        event_id=invitation.event_id, invitation_id=invitation.pk, reason=invitation.reason
    )
    advance(invitation, REFUSE, fact=told, stamp=stamp)
    return invitation


@transaction.atomic(durable=True)
def withdraw_invitation(invitation: Invitation, *, stamp: Stamp) -> Invitation:
    """The organisers take an unanswered invitation back."""
    invitation = _locked(invitation)
    may_arrange(stamp.actor, invitation.event).enforce()
    told = InvitationWithdrawn(event_id=invitation.event_id, invitation_id=invitation.pk)
    advance(invitation, WITHDRAW, fact=told, stamp=stamp)
    return invitation


@transaction.atomic(durable=True)
def opt_out(organisation: Organisation, *, stamp: Stamp) -> None:
    """No more invitations to this organisation."""
    _member(organisation, stamp)
    _row, new = OptOut.objects.get_or_create(
        organisation=organisation, defaults={"by_id": stamp.actor.user_id, "at": stamp.at}
    )
    if new:
        told = OptedOut(organisation_id=organisation.pk)
        journal.record(told, subject=organisation, stamp=stamp)


@transaction.atomic(durable=True)
def opt_in(organisation: Organisation, *, stamp: Stamp) -> None:
    """Invitations are welcome again."""
    _member(organisation, stamp)
    gone, _rows = OptOut.objects.filter(organisation=organisation).delete()
    if gone:
        told = OptedIn(organisation_id=organisation.pk)
        journal.record(told, subject=organisation, stamp=stamp)


def _member(organisation: Organisation, stamp: Stamp) -> None:
    if not coming.acts_for(stamp.actor, organisation):
        raise WrongState(_("Only members of the organisation decide this."))


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("event__organiser", "organisation").get(pk=invitation.pk)
