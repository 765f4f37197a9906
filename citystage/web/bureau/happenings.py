"""Ledger rows as the events of a timeline."""

from collections.abc import Iterable

from citystage.foundation.ledger.models import Entry
from citystage.web.shell.components import Event, Text, Tone

_ICONS: dict[str, tuple[str, Tone]] = {
    "review.case.chosen": ("check", "good"),
    "review.case.declined": ("x", "bad"),
    "review.case.merged": ("copy", "warn"),
    "review.case.returned": ("corner-up-left", "warn"),
    "intake.application.reopened": ("corner-up-left", "warn"),
    "intake.application.withdrawn": ("x", "warn"),
    "intake.application.revised": ("pencil", "plain"),
    "intake.application.submitted": ("send", "plain"),
    "intake.application.recommended": ("award", "accent"),
    "review.opinion.given": ("message-square", "plain"),
}


def events_of(entries: Iterable[Entry]) -> list[Event]:
    """One event per fact: what, who for whom, when, and the reason that was given."""
    events = []
    for entry in entries:
        icon, tone = _ICONS.get(entry.verb, ("check", "plain"))
        reason = str(entry.payload.get("reason") or "")
        events.append(
            Event(
                at=entry.at,
                what=entry.label,
                who=_who(entry),
                note=reason,
                icon=icon,
                tone=tone,
            )
        )
    return events


def _who(entry: Entry) -> Text:
    names = [str(entry.actor)] if entry.actor else []
    if entry.unit:
        names.append(entry.unit.label)
    return " · ".join(names)
