"""What docking tells of openings and of answers to them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioOpened(Fact):
    """A published scenario takes answers."""

    verb = "docking.opening.opened"
    label = _("opened for answers")
    public = True

    opening_id: int
    scenario_id: int
    closes_at: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningExtended(Fact):
    """The window ends later."""

    verb = "docking.opening.extended"
    label = _("time for answers extended")
    public = True

    opening_id: int
    closes_at: str
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningClosed(Fact):
    """The window is over; the house noted it."""

    verb = "docking.opening.closed"
    label = _("time for answers over")
    public = True

    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChosenFor(Fact):
    """The owner chose; ``note`` names the organisation."""

    verb = "docking.opening.chosen"
    label = _("an answer was chosen")
    public = True

    opening_id: int
    answer_id: int
    note: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NoneSuitable(Fact):
    """None of the answers was suitable."""

    verb = "docking.opening.none_suitable"
    label = _("no answer was suitable")
    public = True

    opening_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCancelled(Fact):
    """The owner asks for no answers any more."""

    verb = "docking.opening.cancelled"
    label = _("call for answers cancelled")
    public = True

    opening_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeOverdue(Fact):
    """There is no outcome, and the next step hears of it."""

    verb = "docking.opening.overdue"
    label = _("outcome overdue")

    opening_id: int
    step: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBegun(Fact):
    """An organisation began an answer."""

    verb = "docking.answer.begun"
    label = _("answer begun")

    answer_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBegunFor(Fact):
    """A broker began an answer of a company that agreed to it; ``consent``: who, when and how."""

    verb = "docking.answer.begun_for"
    label = _("answer begun on behalf")

    answer_id: int
    opening_id: int
    unit_id: int
    consent: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHelpOffered(Fact):
    """A broker would write an answer that its company has begun itself."""

    verb = "docking.answer.help_offered"
    label = _("help with the answer offered")

    answer_id: int
    opening_id: int
    unit_id: int
    consent: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRevised(Fact):
    """What it says changed."""

    verb = "docking.answer.revised"
    label = _("answer changed")

    answer_id: int
    revision: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSubmitted(Fact):
    """It was handed in, for the first time or again."""

    verb = "docking.answer.submitted"
    label = _("answer submitted")

    answer_id: int
    opening_id: int
    revision: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFellBack(Fact):
    """A member of the consortium took its consent back."""

    verb = "docking.answer.fell_back"
    label = _("answer taken back, as a member left")

    answer_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWithdrawn(Fact):
    """Its organisation took it back."""

    verb = "docking.answer.withdrawn"
    label = _("answer withdrawn")

    answer_id: int
    opening_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTakenUp(Fact):
    """A withdrawn answer is a draft again."""

    verb = "docking.answer.taken_up"
    label = _("answer taken up again")

    answer_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShortlisted(Fact):
    """It is on the shortlist."""

    verb = "docking.answer.shortlisted"
    label = _("put on the shortlist")

    answer_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOffShortlist(Fact):
    """It is no longer on the shortlist."""

    verb = "docking.answer.off_shortlist"
    label = _("taken off the shortlist")

    answer_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInvited(Fact):
    """Its organisation was invited to show."""

    verb = "docking.answer.invited"
    label = _("invited to show")

    answer_id: int
    opening_id: int
    at: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered(Fact):
    """It comes to show, or does not."""

    verb = "docking.answer.invitation_answered"
    label = _("invitation answered")

    answer_id: int
    opening_id: int
    comes: bool


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChosen(Fact):
    """The one that was chosen."""

    verb = "docking.answer.chosen"
    label = _("answer chosen")

    answer_id: int
    opening_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNotChosen(Fact):
    """Not this one, with the reason of the letter."""

    verb = "docking.answer.not_chosen"
    label = _("answer not chosen")

    answer_id: int
    opening_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRead(Fact):
    """Its organisation read the letter for the first time."""

    verb = "docking.answer.letter_read"
    label = _("letter read")

    answer_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationAsked(Fact):
    """The owner asks about one answer."""

    verb = "docking.clarification.asked"
    label = _("clarification asked for")

    clarification_id: int
    answer_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationGiven(Fact):
    """The company answered."""

    verb = "docking.clarification.given"
    label = _("clarification given")

    clarification_id: int
    answer_id: int
