"""What selection tells of ballots, notices and objections."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BallotOpened(Fact):
    """The voters may vote."""

    verb = "selection.ballot.opened"
    label = _("vote opened")

    ballot_id: int
    programme_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BallotClosed(Fact):
    """The votes are counted."""

    verb = "selection.ballot.closed"
    label = _("vote closed")

    ballot_id: int
    programme_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BallotReopened(Fact):
    """Votes are taken again."""

    verb = "selection.ballot.reopened"
    label = _("voting goes on")

    ballot_id: int
    programme_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BallotApplied(Fact):
    """All proposals took effect in one moment."""

    verb = "selection.ballot.applied"
    label = _("decisions in effect together")

    ballot_id: int
    programme_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCancelled(Fact):
    """The ballot will not be applied."""

    verb = "selection.ballot.cancelled"
    label = _("vote cancelled")

    ballot_id: int
    programme_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast(Fact):
    """A voter signed a vote; what it says is shown when the ballot is applied."""

    verb = "selection.vote.cast"
    label = _("voted")

    ballot_id: int
    item_id: int
    signature: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePosted(Fact):
    """The public may object until the day named."""

    verb = "selection.notice.posted"
    label = _("public notice posted")
    public = True

    notice_id: int
    ballot_id: int
    until: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeConcluded(Fact):
    """Every decision of the notice came to its end."""

    verb = "selection.notice.concluded"
    label = _("public notice concluded")
    public = True

    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled(Fact):
    """Somebody objects; who stays confidential."""

    verb = "selection.objection.filed"
    label = _("objection filed")

    objection_id: int
    candidacy_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAdmitted(Fact):
    """The objection is looked into; the decision waits."""

    verb = "selection.objection.admitted"
    label = _("objection admitted")

    objection_id: int
    candidacy_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionNotAdmitted(Fact):
    """The objection is not looked into, with the reason."""

    verb = "selection.objection.not_admitted"
    label = _("objection not admitted")

    objection_id: int
    candidacy_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionUpheld(Fact):
    """The objection is right."""

    verb = "selection.objection.upheld"
    label = _("objection upheld")

    objection_id: int
    candidacy_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRejected(Fact):
    """The objection is not right, with the reason."""

    verb = "selection.objection.rejected"
    label = _("objection rejected")

    objection_id: int
    candidacy_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn(Fact):
    """The objector took it back."""

    verb = "selection.objection.withdrawn"
    label = _("objection withdrawn")

    objection_id: int
    candidacy_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BallotPrepared(Fact):
    """The office puts a collective decision together; private."""

    verb = "selection.ballot.prepared"
    label = _("vote prepared")

    ballot_id: int
    programme_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalChanged(Fact):
    """What a ballot proposes for one candidacy, or its reason, is another now."""

    verb = "selection.ballot.proposal_changed"
    label = _("proposal changed")

    ballot_id: int
    candidacy_id: int
    proposal: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDropped(Fact):
    """A candidacy was taken out of a ballot in preparation."""

    verb = "selection.ballot.proposal_dropped"
    label = _("taken out of the vote")

    ballot_id: int
    candidacy_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class VotersNamed(Fact):
    """Who votes, and who leads the vote."""

    verb = "selection.ballot.voters_named"
    label = _("voters named")

    ballot_id: int
    voters: list[int]
    chair: int | None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectorShown(Fact):
    """Somebody of the deciding office looked at who objects."""

    verb = "selection.objection.objector_shown"
    label = _("identity of the objector looked at")

    objection_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEndedEarly(Fact):
    """In a demonstration, time was let pass: the notice and its appeal windows end now."""

    verb = "selection.notice.time_let_pass"
    label = _("demonstration: time let pass")

    notice_id: int
    until: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionCarriedOut(Fact):
    """What an upheld objection asked for was put right; the notice shows it."""

    verb = "selection.objection.carried_out"
    label = _("objection carried out")
    public = True

    objection_id: int
    candidacy_id: int
    notice_id: int
