"""What assessments tell."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPrepared(Fact):
    """A round of assessments is begun."""

    verb = "evaluation.round.prepared"
    label = _("assessment prepared")

    round_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChanged(Fact):
    """Its labs, its assessors or its title are others."""

    verb = "evaluation.round.changed"
    label = _("assessment changed")

    round_id: int
    labs: int
    assessors: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened(Fact):
    """The assessors are asked."""

    verb = "evaluation.round.opened"
    label = _("assessment opened")

    round_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundApplied(Fact):
    """All outcomes took effect together."""

    verb = "evaluation.round.applied"
    label = _("outcomes took effect")

    round_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCancelled(Fact):
    """It comes to nothing."""

    verb = "evaluation.round.cancelled"
    label = _("assessment cancelled")

    round_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeProposed(Fact):
    """An officer proposes what becomes of a lab."""

    verb = "evaluation.assessment.proposed"
    label = _("outcome proposed")

    assessment_id: int
    lab_id: int
    outcome: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentKept(Fact):
    """The lab keeps its recognition."""

    verb = "evaluation.assessment.kept"
    label = _("recognition kept after assessment")

    assessment_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementAsked(Fact):
    """The lab has to improve by a day."""

    verb = "evaluation.assessment.improvement_asked"
    label = _("improvement asked for")

    assessment_id: int
    lab_id: int
    until: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentWithdrawn(Fact):
    """The recognition is withdrawn."""

    verb = "evaluation.assessment.withdrawn"
    label = _("recognition withdrawn after assessment")

    assessment_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProofGiven(Fact):
    """The lab shows that it improved."""

    verb = "evaluation.assessment.proof_given"
    label = _("proof of improvement handed in")

    assessment_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentCancelled(Fact):
    """It ends without outcome."""

    verb = "evaluation.assessment.cancelled"
    label = _("assessment ended without outcome")

    assessment_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementReminded(Fact):
    """The lab was reminded of the day."""

    verb = "evaluation.assessment.reminded"
    label = _("reminded of the improvement")

    assessment_id: int
    lab_id: int
    days: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHandedIn(Fact):
    """An assessor handed in scores."""

    verb = "evaluation.sheet.handed_in"
    label = _("scores of the assessment handed in")

    sheet_id: int
    assessment_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecused(Fact):
    """An assessor leaves a lab to others."""

    verb = "evaluation.sheet.recused"
    label = _("assessor leaves the lab to others")

    sheet_id: int
    assessment_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBarred(Fact):
    """A conflict keeps an assessor away."""

    verb = "evaluation.sheet.barred"
    label = _("assessor kept away")

    sheet_id: int
    assessment_id: int
    lab_id: int
    reason: str
