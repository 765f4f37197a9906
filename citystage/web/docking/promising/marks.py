"""How the state of a promise is marked: word, tone and sign."""

from datetime import date

from citystage.stages.docking.models import Promise
from citystage.stages.docking.states.promises import PromiseState
from citystage.web.shell.components import Badge, Tone

_STATES: dict[str, tuple[Tone, str]] = {
    PromiseState.NOTED: ("info", "clock"),
    PromiseState.STANDING: ("accent", "handshake"),
    PromiseState.REPORTED: ("accent", "send"),
    PromiseState.KEPT: ("good", "check"),
    PromiseState.DROPPED: ("warn", "minus"),
    PromiseState.DENIED: ("plain", "x"),
}


def state_mark(promise: Promise) -> Badge:
    """Where it stands."""
    tone, icon = _STATES[promise.state]
    return Badge(label=promise.get_state_display(), tone=tone, icon=icon)


def is_late(promise: Promise, today: date) -> bool:
    """Whether it is owed and its day is over."""
    return promise.state == PromiseState.STANDING and promise.due_on < today
