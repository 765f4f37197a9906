"""A counted vote takes effect: all of it in one moment, with its public notice."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.counting import Fate, fate
from citystage.stages.selection.facts.candidacies import CandidacyNotChosen, CandidacyProposed
from citystage.stages.selection.facts.decisions import BallotApplied, NoticePosted
from citystage.stages.selection.leading import conflicts_over
from citystage.stages.selection.locks import lock_ballot, lock_candidacies
from citystage.stages.selection.models import Ballot, BallotItem, Candidacy, Notice
from citystage.stages.selection.posting import post
from citystage.stages.selection.rules import ballots as rules
from citystage.stages.selection.states.candidacies import NOT_CHOOSE, PROPOSE
from citystage.stages.selection.states.decisions import APPLY_BALLOT


class MovedOn(Refusal):
    """Some candidacies are no longer as they were voted on."""


class NoTitle(Refusal):
    """A public notice has a title."""


@transaction.atomic(durable=True)
def apply_ballot(ballot: Ballot, *, title: str, text: str, stamp: Stamp) -> Notice | None:
    """Propose what was carried, leave out the rest, tell everybody, post the public notice.

    All candidacies are locked first; when one of them has moved on, nothing happens and the
    refusal names it. Returns the notice, or nothing when none is to be selected.
    """
    ballot = lock_ballot(ballot)
    rules.may_apply(stamp.actor, ballot, conflicts_over(ballot, stamp).values()).enforce()
    told = BallotApplied(ballot_id=ballot.pk, programme_id=ballot.programme_id)
    advance(ballot, APPLY_BALLOT, fact=told, stamp=stamp)
    ballot.applied_at = stamp.at
    ballot.save(update_fields=["applied_at"])
    items = list(ballot.items.order_by("place", "pk"))
    locked = lock_candidacies(one.candidacy_id for one in items)
    fates = {one.pk: fate(one.proposal, carried=bool(one.carried)) for one in items}
    _refuse_if_moved_on(items, fates, locked)
    notice = None
    if Fate.SELECT in fates.values():
        if not title.strip():
            raise NoTitle(_("Give the public notice its title."))
        notice = post(ballot, title=title.strip(), text=text.strip(), stamp=stamp)
    for item in items:
        _decide(locked[item.candidacy_id], item, fates[item.pk], notice, stamp)
    if notice is not None:
        posted = NoticePosted(
            notice_id=notice.pk, ballot_id=ballot.pk, until=notice.until.isoformat()
        )
        journal.record(posted, subject=notice, stamp=stamp)
    return notice


def _refuse_if_moved_on(
    items: list[BallotItem], fates: dict[int, Fate], locked: dict[int, Candidacy]
) -> None:
    move = {Fate.SELECT: PROPOSE, Fate.NOT_SELECT: NOT_CHOOSE}
    wrong = [
        f"No. {candidacy.number} ({candidacy.get_state_display()})"
        for one in items
        if (wanted := move.get(fates[one.pk])) is not None
        and (candidacy := locked[one.candidacy_id]).state not in wanted.sources
    ]
    if wrong:
        raise MovedOn(
            _("Nothing has taken effect, because these have moved on since the vote: %s")
            % ", ".join(wrong)
        )


def _decide(
    candidacy: Candidacy, item: BallotItem, outcome: Fate, notice: Notice | None, stamp: Stamp
) -> None:
    if outcome == Fate.SELECT and notice is not None:
        proposed = CandidacyProposed(
            candidacy_id=candidacy.pk,
            application_id=candidacy.application_id,
            notice_id=notice.pk,
        )
        advance(candidacy, PROPOSE, fact=proposed, stamp=stamp)
    elif outcome == Fate.NOT_SELECT:
        candidacy.closed_at = stamp.at
        candidacy.save(update_fields=["closed_at"])
        left_out = CandidacyNotChosen(
            candidacy_id=candidacy.pk,
            application_id=candidacy.application_id,
            reason=item.reason,
        )
        advance(candidacy, NOT_CHOOSE, fact=left_out, stamp=stamp)
