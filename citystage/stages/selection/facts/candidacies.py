"""What selection tells of candidacies."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyOpened(Fact):
    """Selection took an application over."""

    verb = "selection.candidacy.opened"
    label = _("taken into selection")
    public = True

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPassed(Fact):
    """Every item of the formal check is met."""

    verb = "selection.candidacy.check_passed"
    label = _("passed the formal check")
    public = True

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAsked(Fact):
    """The applicant got the one list of defects."""

    verb = "selection.candidacy.correction_asked"
    label = _("corrections asked for")

    candidacy_id: int
    application_id: int
    until: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Fact):
    """The applicant answered the list of defects."""

    verb = "selection.candidacy.corrected"
    label = _("corrections handed in")

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLapsed(Fact):
    """The hours for corrections went by."""

    verb = "selection.candidacy.correction_lapsed"
    label = _("no corrections came in time")

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailed(Fact):
    """An item that cannot be corrected, or was not, is not met."""

    verb = "selection.candidacy.check_failed"
    label = _("did not pass the formal check")

    candidacy_id: int
    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SentToDiligence(Fact):
    """The panel is done; an institution looks closer."""

    verb = "selection.candidacy.sent_to_diligence"
    label = _("sent into due diligence")

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyMadeReady(Fact):
    """Nothing is missing for the decision."""

    verb = "selection.candidacy.made_ready"
    label = _("ready for decision")

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacySentBack(Fact):
    """The panel has to look again."""

    verb = "selection.candidacy.sent_back"
    label = _("back to the panel")

    candidacy_id: int
    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyProposed(Fact):
    """The collective decision proposes it; the notice runs."""

    verb = "selection.candidacy.proposed"
    label = _("proposed, in public notice")
    public = True

    candidacy_id: int
    application_id: int
    notice_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyNotChosen(Fact):
    """The collective decision leaves it out, with the reason."""

    verb = "selection.candidacy.not_chosen"
    label = _("not selected")

    candidacy_id: int
    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyTookEffect(Fact):
    """The notice ended without an open objection: it is selected."""

    verb = "selection.candidacy.took_effect"
    label = _("selected")
    public = True

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyOverturned(Fact):
    """An objection was upheld; it is not selected."""

    verb = "selection.candidacy.overturned"
    label = _("overturned after an objection")
    public = True

    candidacy_id: int
    application_id: int
    objection_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyWithdrawn(Fact):
    """The applicant withdrew while it was under way."""

    verb = "selection.candidacy.withdrawn"
    label = _("withdrawn by its applicant")

    candidacy_id: int
    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CopyAdded(Fact):
    """Blind panels got a redacted copy; how many names of the applicant's side it still has."""

    verb = "selection.candidacy.copy_added"
    label = _("redacted copy added")

    candidacy_id: int
    paper_id: int
    names_found: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CopyTakenBack(Fact):
    """A redacted copy is no longer shown."""

    verb = "selection.candidacy.copy_taken_back"
    label = _("redacted copy taken back")

    candidacy_id: int
    paper_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidacyJudgedAgain(Fact):
    """An objection was upheld: the panel judges it once more, until the day given."""

    verb = "selection.candidacy.judged_again"
    label = _("judged again after an objection")
    public = True

    candidacy_id: int
    application_id: int
    objection_id: int
    until: str
