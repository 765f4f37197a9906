"""The lives of a re-match and of an order by outcomes; the fixed words people decide with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class RunState(models.TextChoices):
    """Where a re-match stands."""

    WAITING = "waiting", _("waiting for a worker")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


_S = RunState
_REMATCH = Permission.MATCHMAKING_CITY_REMATCH

BEGIN = Move(
    "begin",
    frozenset({_S.WAITING}),
    _S.RUNNING,
    label=_("begin the re-match"),
    verb="matchmaking.run.begun",
    needs="rule a worker takes it up",
    tells=(),
)
FINISH = Move(
    "finish",
    frozenset({_S.RUNNING}),
    _S.DONE,
    label=_("finish the re-match"),
    verb="matchmaking.run.finished",
    needs="rule all scenarios are matched",
    tells=("starter",),
)
CANCEL = Move(
    "cancel",
    frozenset({_S.WAITING, _S.RUNNING}),
    _S.CANCELLED,
    label=_("cancel the re-match"),
    verb="matchmaking.run.cancelled",
    needs=_REMATCH,
    tells=(),
)
FAIL = Move(
    "fail",
    frozenset({_S.WAITING, _S.RUNNING}),
    _S.FAILED,
    label=_("stop the re-match at a fault"),
    verb="matchmaking.run.failed",
    needs="rule the match cannot go on",
    tells=("starter",),
)
RESUME = Move(
    "resume",
    frozenset({_S.CANCELLED, _S.FAILED}),
    _S.WAITING,
    label=_("go on with the re-match"),
    verb="matchmaking.run.resumed",
    needs=_REMATCH,
    tells=(),
)

RUN_FLOW = Flow(
    name="rematch",
    states=_S,
    start=_S.WAITING,
    moves=(BEGIN, FINISH, CANCEL, FAIL, RESUME),
)


class RerankingState(models.TextChoices):
    """Whether a fitted order by outcomes is used."""

    READY = "ready", _("fitted, not in use")
    ON = "on", _("in use")
    OFF = "off", _("switched off")


_R = RerankingState
SWITCH_ON = Move(
    "switch_on",
    frozenset({_R.READY, _R.OFF}),
    _R.ON,
    label=_("use the order by outcomes"),
    verb="matchmaking.reranking.switched_on",
    needs="rule may_switch_on",
    tells=(),
)
SWITCH_OFF = Move(
    "switch_off",
    frozenset({_R.ON}),
    _R.OFF,
    label=_("return to the plain order"),
    verb="matchmaking.reranking.switched_off",
    needs="rule may_switch_off",
    tells=(),
)

RERANKING_FLOW = Flow(
    name="reranking",
    states=_R,
    start=_R.READY,
    moves=(SWITCH_ON, SWITCH_OFF),
)


class JudgementKind(models.TextChoices):
    """What a person said of one supplier for one scenario."""

    CONFIRM = "confirm", _("confirmed")
    REJECT = "reject", _("rejected")
    PIN = "pin", _("pinned")
    EXCLUDE = "exclude", _("excluded")
    PROPOSE = "propose", _("proposed by a broker")
    WITHDRAW = "withdraw", _("judgement taken back")


# An act of the owner's side or its officers; a proposal stands beside them.
DECISIONS = (
    JudgementKind.CONFIRM,
    JudgementKind.REJECT,
    JudgementKind.PIN,
    JudgementKind.EXCLUDE,
)
# Pairs with these are no longer offered; the page shows them apart, with the reason.
OUT = (JudgementKind.REJECT, JudgementKind.EXCLUDE)


class ReasonCode(models.TextChoices):
    """Why a supplier is rejected or excluded."""

    NEED = "need", _("does not do what is needed")
    FIELD = "field", _("works in another field")
    MATURITY = "maturity", _("not mature enough")
    PLACE = "place", _("too far, or does not serve this place")
    SIZE = "size", _("too small or too large for this")
    LICENCE = "licence", _("lacks a licence or qualification")
    CONFLICT = "conflict", _("conflict of interest")
    IN_TALK = "in_talk", _("already in talks")
    EXPERIENCE = "experience", _("earlier cooperation went badly")
    OTHER = "other", _("another reason")


class UnfitReason(models.TextChoices):
    """Why a scenario is not for the keeper of a profile."""

    PLACE = "place", _("not our place")
    FIELD = "field", _("not our field")
    SIZE = "size", _("too small or too large for us")
    MATURITY = "maturity", _("too early or too late for our product")
    IN_TALK = "in_talk", _("we are already in talks")
    OTHER = "other", _("another reason")


class Telling(models.TextChoices):
    """How the keeper of a profile is told of a new fit."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, together")
    NEVER = "never", _("never; I look myself")
