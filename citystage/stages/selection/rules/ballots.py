"""Who prepares, votes on, counts and applies a collective decision."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.selection.models import Ballot, Conflict
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.states.decisions import BallotState


def may_prepare(actor: Actor, city: Unit) -> Verdict:
    """The coordinating office of the programme's city."""
    if actor.holds(Permission.SELECTION_DECISION_PREPARE, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office prepares collective decisions."))


def may_change(actor: Actor, ballot: Ballot, barred: Conflict | None = None) -> Verdict:
    """While it is in preparation, and without a conflict with the candidacy concerned."""
    return all_of(
        may_prepare(actor, ballot.programme.city), is_free(barred), is_in_preparation(ballot)
    )


def may_lead(actor: Actor, ballot: Ballot, barring: Collection[Conflict]) -> Verdict:
    """Open, close, go on, cancel: an officer with no conflict over anything on the ballot."""
    return all_of(may_prepare(actor, ballot.programme.city), _may_touch_all(barring))


def may_apply(actor: Actor, ballot: Ballot, barring: Collection[Conflict]) -> Verdict:
    """Put it into effect: the office's permission, and no conflict over anything on it."""
    if not actor.holds(Permission.SELECTION_DECISION_APPLY, ballot.programme.city):
        return Verdict(_("Only the coordinating office puts collective decisions into effect."))
    return _may_touch_all(barring)


def may_vote(ballot: Ballot, *, is_voter: bool, barred: Conflict | None) -> Verdict:
    """A voter called to it, while votes are taken, and free of conflict with this candidacy."""
    if not is_voter:
        return Verdict(_("Only those called to this vote may vote."))
    if ballot.state != BallotState.OPEN:
        return Verdict(_("Votes are not taken at the moment."))
    return is_free(barred)


def is_in_preparation(ballot: Ballot) -> Verdict:
    """What is voted on stays as it is."""
    if ballot.state == BallotState.PREPARING:
        return ALLOWED
    return Verdict(_("The vote has been opened; what it proposes no longer changes."))


def _may_touch_all(barring: Collection[Conflict]) -> Verdict:
    if not barring:
        return ALLOWED
    return Verdict(
        _("You have a conflict of interest over part of this vote, so another officer leads it.")
    )
