"""Marks of review: the colour and shape of a state, of a quality score, of a likeness."""

from citystage.stages.review.states import CaseState, OpinionState
from citystage.web.shell.components import Badge, Tone

_CASES: dict[str, tuple[Tone, str]] = {
    CaseState.TRIAGE: ("info", "inbox"),
    CaseState.POLISHING: ("accent", "pencil"),
    CaseState.RETURNED: ("warn", "corner-up-left"),
    CaseState.OPINIONS: ("accent", "message-square"),
    CaseState.READY: ("good", "gavel"),
    CaseState.CHOSEN: ("good", "check"),
    CaseState.NOT_CHOSEN: ("plain", "x"),
    CaseState.MERGED: ("plain", "copy"),
    CaseState.WITHDRAWN: ("plain", "x"),
}
_OPINIONS: dict[str, tuple[Tone, str]] = {
    OpinionState.QUEUED: ("plain", "clock"),
    OpinionState.ASKED: ("warn", "clock"),
    OpinionState.GIVEN: ("good", "check"),
    OpinionState.WAIVED: ("plain", "minus"),
}


def state_mark(state: str) -> Badge:
    """The mark of a case's state."""
    tone, icon = _CASES[state]
    return Badge(label=CaseState(state).label, tone=tone, icon=icon)


def opinion_mark(state: str) -> Badge:
    """The mark of an opinion's state."""
    tone, icon = _OPINIONS[state]
    return Badge(label=OpinionState(state).label, tone=tone, icon=icon)
