"""What selection tells of due diligence and of what is to be mended."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceAsked(Fact):
    """An institution was asked to look closer."""

    verb = "selection.diligence.asked"
    label = _("due diligence asked for")

    diligence_id: int
    candidacy_id: int
    institution_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceTakenOn(Fact):
    """The institution declared its interests and began."""

    verb = "selection.diligence.taken_on"
    label = _("due diligence taken on")

    diligence_id: int
    candidacy_id: int
    institution_id: int
    means_to_invest: bool


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceBarred(Fact):
    """The terms bar an institution with this interest."""

    verb = "selection.diligence.barred"
    label = _("institution barred by its interest")

    diligence_id: int
    candidacy_id: int
    institution_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceReported(Fact):
    """The report is in."""

    verb = "selection.diligence.reported"
    label = _("due diligence reported")

    diligence_id: int
    candidacy_id: int
    institution_id: int
    rating: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceSentBack(Fact):
    """The office asks for more."""

    verb = "selection.diligence.sent_back"
    label = _("report sent back")

    diligence_id: int
    candidacy_id: int
    institution_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceAccepted(Fact):
    """The office accepted the report."""

    verb = "selection.diligence.accepted"
    label = _("report accepted")

    diligence_id: int
    candidacy_id: int
    institution_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceCancelled(Fact):
    """The office does without."""

    verb = "selection.diligence.cancelled"
    label = _("due diligence no longer needed")

    diligence_id: int
    candidacy_id: int
    institution_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPointMade(Fact):
    """A finding got an owner, a verifier and a date."""

    verb = "selection.action_point.made"
    label = _("something is to be mended")

    point_id: int
    diligence_id: int
    candidacy_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPointDone(Fact):
    """The owner says it is done."""

    verb = "selection.action_point.done"
    label = _("said to be mended")

    point_id: int
    diligence_id: int
    candidacy_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPointVerified(Fact):
    """The verifier found it adequate."""

    verb = "selection.action_point.verified"
    label = _("mending verified")

    point_id: int
    diligence_id: int
    candidacy_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPointSentBack(Fact):
    """The verifier asks for more."""

    verb = "selection.action_point.sent_back"
    label = _("mending not adequate")

    point_id: int
    diligence_id: int
    candidacy_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceItemAnswered(Fact):
    """The institution wrote down a finding."""

    verb = "selection.diligence.item_answered"
    label = _("item of the checklist answered")

    diligence_id: int
    candidacy_id: int
    item: str
    finding: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceInterviewed(Fact):
    """A conversation or visit was put on record."""

    verb = "selection.diligence.interviewed"
    label = _("conversation put on record")

    diligence_id: int
    candidacy_id: int
    interview_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlagRaised(Fact):
    """Something speaks against the candidacy."""

    verb = "selection.diligence.flag_raised"
    label = _("red flag raised")

    flag_id: int
    diligence_id: int
    candidacy_id: int
    severity: str
