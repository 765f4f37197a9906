"""What review tells the rest of the house."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Fact):
    """Review took an application over."""

    verb = "review.case.opened"
    label = _("review opened")

    case_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpenedAgain(Fact):
    """An application that had left review came back."""

    verb = "review.case.opened_again"
    label = _("review opened again")

    case_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTakenUp(Fact):
    """An officer took the case out of the triage queue."""

    verb = "review.case.taken_up"
    label = _("polishing began")
    public = True

    case_id: int
    officer_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(Fact):
    """The case was given to an officer."""

    verb = "review.case.assigned"
    label = _("given to an officer")

    case_id: int
    officer_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReturned(Fact):
    """The city sent the case back to its owner."""

    verb = "review.case.returned"
    label = _("returned for changes")

    case_id: int
    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResumed(Fact):
    """The owner submitted again."""

    verb = "review.case.resumed"
    label = _("polishing goes on")

    case_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsAsked(Fact):
    """Departments were asked for their opinions."""

    verb = "review.case.opinions_asked"
    label = _("departments asked")
    public = True

    case_id: int
    unit_ids: list[int]
    in_turn: bool


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsConcluded(Fact):
    """The round of opinions is closed."""

    verb = "review.case.opinions_concluded"
    label = _("all opinions are in")

    case_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMadeReady(Fact):
    """Polishing is done."""

    verb = "review.case.made_ready"
    label = _("ready for decision")

    case_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSentBack(Fact):
    """A ready case needs more polishing."""

    verb = "review.case.sent_back"
    label = _("back to polishing")

    case_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChosen(Fact):
    """The city chose the scenario; the catalogue takes over."""

    verb = "review.case.chosen"
    label = _("chosen")
    public = True

    case_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeclined(Fact):
    """The city did not choose the scenario, with the reason."""

    verb = "review.case.declined"
    label = _("not chosen")

    case_id: int
    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMerged(Fact):
    """The same need was filed twice; this case goes on inside another."""

    verb = "review.case.merged"
    label = _("merged into another")

    case_id: int
    into_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUnmerged(Fact):
    """A merge was taken back."""

    verb = "review.case.unmerged"
    label = _("merge undone")

    case_id: int
    from_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn(Fact):
    """The owner withdrew while the case was open."""

    verb = "review.case.withdrawn"
    label = _("withdrawn by its owner")

    case_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAsked(Fact):
    """It is this department's turn."""

    verb = "review.opinion.asked"
    label = _("opinion asked")

    opinion_id: int
    case_id: int
    unit_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Fact):
    """A department answered."""

    verb = "review.opinion.given"
    label = _("opinion given")

    opinion_id: int
    case_id: int
    unit_id: int
    stance: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionWaived(Fact):
    """A department's opinion is no longer needed, with the reason."""

    verb = "review.opinion.waived"
    label = _("opinion waived")

    opinion_id: int
    case_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentMade(Fact):
    """Somebody commented; the text stays in its table because it may be confidential."""

    verb = "review.comment.made"
    label = _("comment")

    comment_id: int
    application_id: int
    audience: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TieJudged(Fact):
    """An officer said how two texts relate: a family, or not the same."""

    verb = "review.tie.judged"
    label = _("likeness judged")

    tie_id: int
    verdict: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TieWithdrawn(Fact):
    """A judgement on likeness was taken back."""

    verb = "review.tie.withdrawn"
    label = _("judgement on likeness taken back")

    tie_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsApplied(Fact):
    """A batch of prepared decisions took effect together."""

    verb = "review.decisions.applied"
    label = _("decisions took effect")

    batch_id: int
    chosen: list[int]
    declined: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionBatchOpened(Fact):
    """The office began a set of decisions; told of the batch, so that no case shows it."""

    verb = "review.decisions.opened"
    label = _("batch of decisions begun")

    batch_id: int
    city_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPrepared(Fact):
    """A decision was put into a batch or changed there; told of the batch."""

    verb = "review.decisions.prepared"
    label = _("decision prepared")

    batch_id: int
    case_id: int
    outcome: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDropped(Fact):
    """A prepared decision was taken out of its batch; told of the batch."""

    verb = "review.decisions.dropped"
    label = _("prepared decision dropped")

    batch_id: int
    case_id: int
