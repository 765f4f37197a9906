"""The page of a followed lab as each side draws it: what is on record, what may be done, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.models import Entry
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.answering import questions_of
from citystage.stages.evaluation.models import Record, Report
from citystage.stages.evaluation.queries.page import Followed, page_of
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Event, Text, Tone
from citystage.web.shell.labs.forms import NeedForm, ReasonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The names of the pages of one side."""

    lab: str
    need_new: str
    need_act: str
    record_new: str
    record: str
    record_strike: str
    report: str
    paper: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report as lists show it."""

    report: Report
    late: int
    label: Text
    tone: Tone
    icon: str


_TONES: Mapping[str, tuple[Tone, str]] = {
    "open": ("accent", "pencil"),
    "submitted": ("good", "check"),
    "skip_asked": ("info", "clock"),
    "skipped": ("plain", "minus"),
    "closed": ("plain", "x"),
}


def report_lines(reports: Sequence[Report], at: datetime) -> list[ReportLine]:
    """Reports with their mark; a late one that is still out is marked as such."""
    found = []
    for one in reports:
        late = one.late(at)
        tone, icon = _TONES[one.state]
        if late and one.submitted_at is None:
            tone, icon = "bad", "triangle-alert"
        found.append(ReportLine(one, late, one.get_state_display(), tone, icon))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a report with what is written."""

    code: str
    name: str
    help: str
    kind: str
    required: bool
    value: str
    error: str


def asked_of(
    report: Report, answers: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> list[Asked]:
    """The questions in the reader's language."""
    return [
        Asked(
            code=one.code,
            name=said(one.name),
            help=said(one.help),
            kind=one.kind,
            required=one.required,
            value=answers.get(one.code, ""),
            error=(errors or {}).get(one.code, ""),
        )
        for one in questions_of(report)
    ]


def context_of(
    lab: Lab, ways: Ways, stamp: Stamp, *, sent: Mapping[str, forms.Form] | None = None
) -> dict[str, object]:
    """What the shared panels draw; ``sent`` are forms that came back with faults."""
    given = sent or {}
    found = page_of(lab, stamp.actor)
    needs = [
        (one, given.get(f"need-{one.pk}") or ReasonForm(auto_id=f"id_need_{one.pk}_%s"))
        for one in found.needs
    ]
    return {
        "lab": lab,
        "label": found.label,
        "found": found,
        "ways": ways,
        "needs": needs,
        "need_form": given.get("need") or NeedForm(auto_id="id_need_%s"),
        "reports": report_lines(found.reports, stamp.at),
        "kinds": _kinds(found),
        "events": [_event(one) for one in found.entries],
    }


def _kinds(found: Followed) -> list[tuple[str, Text, Sequence[Record]]]:
    """Services, trials and financing, each under its heading."""
    return [
        (Record.Kind.SERVICE, Record.Kind.SERVICE.label, found.services),
        (Record.Kind.TRIAL, Record.Kind.TRIAL.label, found.trials),
        (Record.Kind.FINANCING, Record.Kind.FINANCING.label, found.financing),
    ]


def _event(entry: Entry) -> Event:
    note = entry.payload.get("reason", "")
    return Event(
        at=entry.at,
        what=entry.label,
        who=entry.unit.label if entry.unit else "",
        note=str(note),
    )
