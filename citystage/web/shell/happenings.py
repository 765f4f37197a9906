"""Ledger rows as the events of a timeline, each kind of fact with its sign."""

from collections.abc import Iterable, Mapping

from citystage.foundation.ledger.models import Entry
from citystage.web.shell.components import Event, Tone


def drawn(entries: Iterable[Entry], look: Mapping[str, tuple[str, Tone]]) -> list[Event]:
    """One event per fact: what, who for whom, when, and the reason that was given.

    ``look`` gives sign and tone by the last word of the verb.
    """
    return [_event(entry, look) for entry in entries]


def _event(entry: Entry, look: Mapping[str, tuple[str, Tone]]) -> Event:
    icon, tone = look.get(entry.verb.rsplit(".", 1)[-1], ("check", "plain"))
    names = [str(entry.actor)] if entry.actor else []
    if entry.unit:
        names.append(entry.unit.label)
    return Event(
        at=entry.at,
        what=entry.label,
        who=" · ".join(names),
        note=str(entry.payload.get("reason") or ""),
        icon=icon,
        tone=tone,
    )
