"""The lives of a yearly assessment, of one who is assessed in it, and of a score sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move

_MANAGE = Permission.ASSESS_EXERCISE_MANAGE
_ANSWER = Permission.ASSESS_SUBJECT_ANSWER
_EXAMINER = "rule the assessor named for it"


class ExerciseState(models.TextChoices):
    """Where a yearly assessment stands."""

    PREPARING = "preparing", _("yearly assessment in preparation")
    REPORTING = "reporting", _("self-report and check")
    SCORING = "scoring", _("scoring")
    REPLYING = "replying", _("results shown, replies open")
    DECIDED = "decided", _("results decided")
    CANCELLED = "cancelled", _("yearly assessment cancelled")


_E = ExerciseState
# Figures are read as they stand now; from scoring on as they were kept.
LIVE = frozenset({_E.PREPARING, _E.REPORTING})
OPEN = Move(
    "open",
    frozenset({_E.PREPARING}),
    _E.REPORTING,
    label=_("ask for the self-reports"),
    verb="evaluation.exercise.opened",
    needs=_MANAGE,
    tells=("assessed",),
)
BEGIN_SCORING = Move(
    "score",
    frozenset({_E.REPORTING}),
    _E.SCORING,
    label=_("close the self-reports and begin scoring"),
    verb="evaluation.exercise.scoring_begun",
    needs=_MANAGE,
    tells=("assessors",),
)
SHOW_RESULTS = Move(
    "show",
    frozenset({_E.SCORING}),
    _E.REPLYING,
    label=_("close the scoring and show the results to the assessed"),
    verb="evaluation.exercise.results_shown",
    needs=_MANAGE,
    tells=("assessed",),
)
TAKE_BACK = Move(
    "take_back",
    frozenset({_E.REPLYING}),
    _E.SCORING,
    label=_("take the results back and score on"),
    verb="evaluation.exercise.results_taken_back",
    needs=_MANAGE,
    tells=("assessed", "assessors"),
)
DECIDE = Move(
    "decide",
    frozenset({_E.REPLYING}),
    _E.DECIDED,
    label=_("decide, and send the result letters"),
    verb="evaluation.exercise.decided",
    needs=_MANAGE,
    tells=("assessed",),
)
CANCEL = Move(
    "cancel",
    frozenset({_E.PREPARING, _E.REPORTING, _E.SCORING, _E.REPLYING}),
    _E.CANCELLED,
    label=_("cancel the yearly assessment"),
    verb="evaluation.exercise.cancelled",
    needs=_MANAGE,
    tells=("assessed", "assessors"),
)
EXERCISE_FLOW = Flow(
    name="exercise",
    states=_E,
    start=_E.PREPARING,
    moves=(OPEN, BEGIN_SCORING, SHOW_RESULTS, TAKE_BACK, DECIDE, CANCEL),
)


class SubjectState(models.TextChoices):
    """Where one who is assessed stands."""

    ASKED = "asked", _("self-report to be handed in")
    HANDED_IN = "handed_in", _("self-report handed in, to be checked")
    RETURNED = "returned", _("self-report to be corrected")
    CHECKED = "checked", _("self-report checked")
    MISSED = "missed", _("no self-report")
    SHOWN = "shown", _("result shown")
    REPLIED = "replied", _("replied to the result")
    DECIDED = "decided", _("result decided")
    DROPPED = "dropped", _("taken out of the assessment")


_S = SubjectState
UNFINISHED = frozenset(set(_S) - {_S.DECIDED, _S.DROPPED})
HAND_IN_REPORT = Move(
    "hand_in",
    frozenset({_S.ASKED, _S.RETURNED}),
    _S.HANDED_IN,
    label=_("hand in the self-report"),
    verb="evaluation.subject.handed_in",
    needs=_ANSWER,
    tells=("city",),
)
SEND_BACK = Move(
    "send_back",
    frozenset({_S.HANDED_IN}),
    _S.RETURNED,
    label=_("send the self-report back for correction, once"),
    verb="evaluation.subject.sent_back",
    needs=_MANAGE,
    tells=("assessed",),
)
CHECK = Move(
    "check",
    frozenset({_S.HANDED_IN}),
    _S.CHECKED,
    label=_("accept the self-report as checked"),
    verb="evaluation.subject.checked",
    needs=_MANAGE,
    tells=("assessed",),
)
MISS = Move(
    "miss",
    frozenset({_S.ASKED, _S.RETURNED}),
    _S.MISSED,
    label=_("go on without a self-report"),
    verb="evaluation.subject.missed",
    needs=_MANAGE,
    tells=("assessed",),
)
SHOW = Move(
    "show",
    frozenset({_S.CHECKED, _S.MISSED}),
    _S.SHOWN,
    label=_("show the result"),
    verb="evaluation.subject.shown",
    needs=_MANAGE,
    tells=("assessed",),
)
REPLY = Move(
    "reply",
    frozenset({_S.SHOWN}),
    _S.REPLIED,
    label=_("reply to the result"),
    verb="evaluation.subject.replied",
    needs=_ANSWER,
    tells=("city",),
)
UNSHOW = Move(
    "unshow",
    frozenset({_S.SHOWN, _S.REPLIED}),
    _S.CHECKED,
    label=_("take the result back"),
    verb="evaluation.subject.unshown",
    needs=_MANAGE,
    tells=(),
)
SETTLE = Move(
    "settle",
    frozenset({_S.SHOWN, _S.REPLIED}),
    _S.DECIDED,
    label=_("decide the result"),
    verb="evaluation.subject.decided",
    needs=_MANAGE,
    tells=("assessed",),
)
DROP = Move(
    "drop",
    frozenset({_S.ASKED, _S.HANDED_IN, _S.RETURNED, _S.CHECKED, _S.MISSED}),
    _S.DROPPED,
    label=_("take it out of the assessment"),
    verb="evaluation.subject.dropped",
    needs=_MANAGE,
    tells=("assessed",),
)
SUBJECT_FLOW = Flow(
    name="exercise_subject",
    states=_S,
    start=_S.ASKED,
    moves=(HAND_IN_REPORT, SEND_BACK, CHECK, MISS, SHOW, REPLY, UNSHOW, SETTLE, DROP),
)


class MarkState(models.TextChoices):
    """Where one assessor's word on one subject stands."""

    OPEN = "open", _("marks to be given")
    HANDED_IN = "handed_in", _("marks handed in")
    RECUSED = "recused", _("left to other assessors")
    BARRED = "barred", _("assessor kept away by a conflict")
    LEFT = "left", _("not marked: the assessor dropped out")


_M = MarkState
HAND_IN_MARKS = Move(
    "hand_in",
    frozenset({_M.OPEN}),
    _M.HANDED_IN,
    label=_("hand in the marks"),
    verb="evaluation.marks.handed_in",
    needs=_EXAMINER,
    tells=(),
)
RECUSE_MARKS = Move(
    "recuse",
    frozenset({_M.OPEN, _M.HANDED_IN}),
    _M.RECUSED,
    label=_("leave this subject to others"),
    verb="evaluation.marks.recused",
    needs=_EXAMINER,
    tells=("city",),
)
BAR_MARKS = Move(
    "bar",
    frozenset({_M.OPEN, _M.HANDED_IN}),
    _M.BARRED,
    label=_("keep the assessor away from this subject"),
    verb="evaluation.marks.barred",
    needs=_MANAGE,
    tells=("assessor",),
)
LEAVE_MARKS = Move(
    "leave",
    frozenset({_M.OPEN}),
    _M.LEFT,
    label=_("close the open sheet of an assessor who drops out"),
    verb="evaluation.marks.left",
    needs=_MANAGE,
    tells=(),
)
MARK_FLOW = Flow(
    name="exercise_marks",
    states=_M,
    start=_M.OPEN,
    moves=(HAND_IN_MARKS, RECUSE_MARKS, BAR_MARKS, LEAVE_MARKS),
)
