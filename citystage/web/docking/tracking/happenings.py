"""Ledger rows as the events of a timeline."""

from collections.abc import Iterable

from citystage.foundation.ledger.models import Entry
from citystage.web.shell.components import Event, Tone
from citystage.web.shell.happenings import drawn

_LOOK: dict[str, tuple[str, Tone]] = {
    "filed": ("send", "plain"),
    "noted": ("pencil", "plain"),
    "rerouted": ("git-compare", "warn"),
    "replied": ("message-square", "accent"),
    "disputed": ("circle-alert", "warn"),
    "decided": ("gavel", "accent"),
    "climbed": ("triangle-alert", "bad"),
    "corrected": ("pencil", "warn"),
    "denied": ("x", "bad"),
    "dropped": ("x", "warn"),
    "lost": ("x", "warn"),
    "ended": ("x", "warn"),
    "kept": ("award", "good"),
    "signed": ("handshake", "good"),
    "agreed": ("handshake", "good"),
    "stands": ("check", "good"),
    "reminded": ("bell", "plain"),
}


def events_of(entries: Iterable[Entry]) -> list[Event]:
    """One event per fact: what, who for whom, when, and the reason that was given."""
    return drawn(entries, _LOOK)
