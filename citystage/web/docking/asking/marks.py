"""How the state of an ask is marked: word, tone and sign."""

from datetime import datetime

from citystage.stages.docking.models import Ask
from citystage.stages.docking.states.asks import AskOutcome, AskState
from citystage.web.shell.components import Badge, Tone

_STATES: dict[str, tuple[Tone, str]] = {
    AskState.FILED: ("info", "clock"),
    AskState.REPLIED: ("accent", "message-square"),
    AskState.DISPUTED: ("warn", "circle-alert"),
    AskState.DECIDED: ("accent", "gavel"),
    AskState.CLOSED: ("good", "check"),
    AskState.LAPSED: ("plain", "minus"),
    AskState.WITHDRAWN: ("plain", "x"),
}
_OUTCOMES: dict[str, tuple[Tone, str]] = {
    AskOutcome.AGREED: ("good", "check"),
    AskOutcome.ADOPTED: ("good", "check"),
    AskOutcome.CONDITIONS: ("warn", "list-checks"),
    AskOutcome.CANNOT: ("bad", "x"),
    AskOutcome.NOT_ADOPTED: ("bad", "x"),
}


def state_mark(ask: Ask) -> Badge:
    """Where it stands."""
    tone, icon = _STATES[ask.state]
    return Badge(label=ask.get_state_display(), tone=tone, icon=icon)


def outcome_mark(ask: Ask) -> Badge | None:
    """What was answered, once it was."""
    if not ask.outcome:
        return None
    tone, icon = _OUTCOMES[ask.outcome]
    return Badge(label=ask.get_outcome_display(), tone=tone, icon=icon)


def is_late(ask: Ask, at: datetime) -> bool:
    """Whether somebody's word is overdue."""
    if ask.state == AskState.DISPUTED and ask.dispute_due_at:
        return ask.dispute_due_at <= at
    return ask.state == AskState.FILED and ask.due_at <= at
