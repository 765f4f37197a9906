"""Who wrote a milestone meanwhile, and what: for whoever judged it on an older page."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from citystage.foundation.ledger.models import Entry
from citystage.stages.projects.states.projects import Standing
from citystage.web.projects.landing.forms import AimForm
from citystage.web.projects.marks import happened
from citystage.web.shell.components import Event


def written(entries: Iterable[Entry]) -> list[Event]:
    """Each write with its author, what it set, and why."""
    rows = list(entries)
    return [
        replace(event, note=_note(row)) for event, row in zip(happened(rows), rows, strict=True)
    ]


def _note(row: Entry) -> str:
    said = row.payload
    parts = []
    if names := said.get("fields"):
        parts.append(", ".join(_label(str(name)) for name in names))
    if standing := said.get("standing"):
        parts.append(str(Standing(standing).label))
    if reason := said.get("reason"):
        parts.append(_("because: %s") % reason)
    return " · ".join(parts)


def _label(name: str) -> str:
    field = AimForm.base_fields.get(name)
    return str(field.label) if field else name
