"""The lives of a round of assessments, of one assessment, and of an assessor's sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move

_DECIDE = Permission.EVALUATION_LAB_DECIDE


class RoundState(models.TextChoices):
    """Where a round stands."""

    PREPARING = "preparing", _("assessment in preparation")
    SCORING = "scoring", _("assessment under way")
    APPLIED = "applied", _("outcomes in effect")
    CANCELLED = "cancelled", _("assessment cancelled")


_R = RoundState
OPEN_ROUND = Move(
    "open",
    frozenset({_R.PREPARING}),
    _R.SCORING,
    label=_("open the assessment"),
    verb="evaluation.round.opened",
    needs=_DECIDE,
    tells=("assessors", "labs"),
)
APPLY_ROUND = Move(
    "apply",
    frozenset({_R.SCORING}),
    _R.APPLIED,
    label=_("let all outcomes take effect"),
    verb="evaluation.round.applied",
    needs=_DECIDE,
    tells=(),
)
CANCEL_ROUND = Move(
    "cancel",
    frozenset({_R.PREPARING, _R.SCORING}),
    _R.CANCELLED,
    label=_("cancel the assessment"),
    verb="evaluation.round.cancelled",
    needs=_DECIDE,
    tells=("assessors",),
)
ROUND_FLOW = Flow(
    name="assessment_round",
    states=_R,
    start=_R.PREPARING,
    moves=(OPEN_ROUND, APPLY_ROUND, CANCEL_ROUND),
)


class AssessmentState(models.TextChoices):
    """Where the assessment of one lab stands."""

    UNDERWAY = "underway", _("being assessed")
    KEPT = "kept", _("kept")
    IMPROVING = "improving", _("to improve by a date")
    PROVED = "proved", _("proof handed in")
    WITHDRAWN = "withdrawn", _("recognition withdrawn after assessment")
    CANCELLED = "cancelled", _("left without outcome")


_A = AssessmentState
# Of these a lab has one at a time.
UNFINISHED = frozenset({_A.UNDERWAY, _A.IMPROVING, _A.PROVED})
KEEP = Move(
    "keep",
    frozenset({_A.UNDERWAY, _A.PROVED}),
    _A.KEPT,
    label=_("keep the recognition"),
    verb="evaluation.assessment.kept",
    needs=_DECIDE,
    tells=("lab",),
)
ASK_IMPROVEMENT = Move(
    "improve",
    frozenset({_A.UNDERWAY, _A.PROVED}),
    _A.IMPROVING,
    label=_("ask for improvement by a date"),
    verb="evaluation.assessment.improvement_asked",
    needs=_DECIDE,
    tells=("lab",),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_A.UNDERWAY, _A.IMPROVING, _A.PROVED}),
    _A.WITHDRAWN,
    label=_("withdraw the recognition of the lab"),
    verb="evaluation.assessment.withdrawn",
    needs=_DECIDE,
    tells=("lab",),
)
GIVE_PROOF = Move(
    "prove",
    frozenset({_A.IMPROVING}),
    _A.PROVED,
    label=_("hand in the proof of improvement"),
    verb="evaluation.assessment.proof_given",
    needs=Permission.EVALUATION_LAB_KEEP,
    tells=("city",),
)
CANCEL_ASSESSMENT = Move(
    "cancel",
    frozenset({_A.UNDERWAY, _A.IMPROVING, _A.PROVED}),
    _A.CANCELLED,
    label=_("leave it without outcome"),
    verb="evaluation.assessment.cancelled",
    needs=_DECIDE,
    tells=(),
)
ASSESSMENT_FLOW = Flow(
    name="assessment",
    states=_A,
    start=_A.UNDERWAY,
    moves=(KEEP, ASK_IMPROVEMENT, WITHDRAW, GIVE_PROOF, CANCEL_ASSESSMENT),
)


class SheetState(models.TextChoices):
    """Where one assessor's word on one lab stands."""

    OPEN = "open", _("to be scored")
    HANDED_IN = "handed_in", _("scores handed in")
    RECUSED = "recused", _("left to others")
    BARRED = "barred", _("kept away by a conflict")


_S = SheetState
HAND_IN = Move(
    "hand_in",
    frozenset({_S.OPEN}),
    _S.HANDED_IN,
    label=_("hand in the assessment"),
    verb="evaluation.sheet.handed_in",
    needs="rule the assessor named for it",
    tells=(),
)
RECUSE = Move(
    "recuse",
    frozenset({_S.OPEN, _S.HANDED_IN}),
    _S.RECUSED,
    label=_("leave this lab to others"),
    verb="evaluation.sheet.recused",
    needs="rule the assessor named for it",
    tells=("city",),
)
BAR = Move(
    "bar",
    frozenset({_S.OPEN, _S.HANDED_IN}),
    _S.BARRED,
    label=_("keep the assessor away"),
    verb="evaluation.sheet.barred",
    needs=_DECIDE,
    tells=("assessor",),
)
SHEET_FLOW = Flow(name="assessment_sheet", states=_S, start=_S.OPEN, moves=(HAND_IN, RECUSE, BAR))
