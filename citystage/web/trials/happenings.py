"""The timeline of trials and tolerances."""

from collections.abc import Iterable, Mapping
from typing import Final

from citystage.foundation.ledger.models import Entry
from citystage.web.shell.components import Event, Tone
from citystage.web.shell.happenings import drawn

_LOOK: Final[Mapping[str, tuple[str, Tone]]] = {
    "begun": ("pencil", "plain"),
    "revised": ("pencil", "warn"),
    "side_signed": ("pencil", "accent"),
    "signed": ("handshake", "good"),
    "amended": ("handshake", "good"),
    "amendment_proposed": ("git-compare", "plain"),
    "amendment_withdrawn": ("x", "warn"),
    "dropped": ("x", "warn"),
    "ended": ("award", "accent"),
    "suspended": ("circle-alert", "bad"),
    "resumed": ("history", "good"),
    "unlocked": ("layers", "good"),
    "agreed": ("check", "good"),
    "agreement_taken_back": ("corner-up-left", "warn"),
    "reported": ("triangle-alert", "bad"),
    "judged": ("gavel", "accent"),
    "added": ("upload", "plain"),
    "removed": ("trash-2", "warn"),
    "made": ("link", "plain"),
    "granted": ("shield-check", "accent"),
    "withdrawn": ("x", "warn"),
    "reminded": ("bell", "plain"),
    "end_reminded": ("bell", "plain"),
    "outcome_missed": ("triangle-alert", "bad"),
    "publicity_changed": ("eye", "plain"),
}


def events_of(entries: Iterable[Entry]) -> list[Event]:
    """One event per fact."""
    return drawn(entries, _LOOK)
