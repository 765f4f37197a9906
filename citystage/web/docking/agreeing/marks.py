"""How intents and agreements are marked: word, tone and sign; amounts as people read them."""

from citystage.stages.docking.models import Agreement, Intent
from citystage.stages.docking.states.agreements import AgreementState, Force, IntentState
from citystage.web.shell import formats
from citystage.web.shell.components import Badge, Tone

_INTENTS: dict[str, tuple[Tone, str]] = {
    IntentState.OPEN: ("info", "message-square"),
    IntentState.AGREED: ("good", "handshake"),
    IntentState.LOST: ("warn", "x"),
}
_AGREEMENTS: dict[str, tuple[Tone, str]] = {
    AgreementState.SIGNED: ("good", "handshake"),
    AgreementState.EXPIRED: ("plain", "clock"),
    AgreementState.ENDED: ("warn", "x"),
}
_FORCES: dict[str, tuple[Tone, str]] = {
    Force.BINDING: ("accent", "shield-check"),
    Force.FRAMEWORK: ("plain", "file-text"),
    Force.UNKNOWN: ("plain", "circle-help"),
}


def intent_mark(intent: Intent) -> Badge:
    """Where an intent stands."""
    tone, icon = _INTENTS[intent.state]
    return Badge(label=intent.get_state_display(), tone=tone, icon=icon)


def agreement_mark(agreement: Agreement) -> Badge:
    """Where an agreement stands."""
    tone, icon = _AGREEMENTS[agreement.state]
    return Badge(label=agreement.get_state_display(), tone=tone, icon=icon)


def force_mark(agreement: Agreement) -> Badge:
    """How far it binds."""
    tone, icon = _FORCES[agreement.force]
    return Badge(label=agreement.get_force_display(), tone=tone, icon=icon)


def amount_of(deal: Intent | Agreement) -> str:
    """The amount, or what the source says of it; nothing where none is named."""
    if deal.amount is None:
        return deal.amount_text
    return formats.money(deal.amount)
