"""How projects and what belongs to them are marked: word, tone and sign."""

from typing import Final

from citystage.foundation.ledger.models import Entry
from citystage.stages.projects.models import (
    Arrival,
    FirstUse,
    Milestone,
    Pattern,
    Project,
    ProjectReport,
)
from citystage.stages.projects.states.claims import ClaimState
from citystage.stages.projects.states.patterns import PatternState
from citystage.stages.projects.states.projects import (
    DueState,
    ProjectState,
    ReportState,
    Standing,
)
from citystage.web.shell.components import Badge, Event, Tone
from citystage.web.shell.happenings import drawn

_PROJECTS: Final[dict[str, tuple[Tone, str]]] = {
    ProjectState.RUNNING: ("info", "refresh-cw"),
    ProjectState.ACCEPTING: ("accent", "pencil"),
    ProjectState.LANDED: ("good", "award"),
    ProjectState.FAILED: ("warn", "minus"),
    ProjectState.CANCELLED: ("plain", "x"),
}
_STANDINGS: Final[dict[str, tuple[Tone, str]]] = {
    Standing.OPEN: ("plain", "clock"),
    Standing.MET: ("good", "check"),
    Standing.PARTLY: ("warn", "minus"),
    Standing.NOT: ("bad", "x"),
}
_CLAIMS: Final[dict[str, tuple[Tone, str]]] = {
    ClaimState.CLAIMED: ("plain", "circle-help"),
    ClaimState.PROVEN: ("good", "shield-check"),
    ClaimState.REFUSED: ("warn", "x"),
    ClaimState.WITHDRAWN: ("bad", "x"),
}
_PATTERNS: Final[dict[str, tuple[Tone, str]]] = {
    PatternState.DRAFT: ("plain", "pencil"),
    PatternState.PROPOSED: ("accent", "send"),
    PatternState.PUBLISHED: ("good", "award"),
    PatternState.WITHDRAWN: ("bad", "x"),
}
_REPORTS: Final[dict[str, tuple[Tone, str]]] = {
    ReportState.OPEN: ("info", "pencil"),
    ReportState.SUBMITTED: ("good", "check"),
    ReportState.SKIPPED: ("plain", "minus"),
}
_DUES: Final[dict[str, tuple[Tone, str]]] = {
    DueState.PAID: ("good", "check"),
    DueState.AHEAD: ("warn", "circle-alert"),
    DueState.WAITS: ("plain", "clock"),
    DueState.PARTLY: ("info", "coins"),
    DueState.DUE: ("info", "calendar"),
    DueState.OVERDUE: ("bad", "triangle-alert"),
}
_LOOK: Final[dict[str, tuple[str, Tone]]] = {
    "begun": ("plus", "accent"),
    "landed": ("award", "good"),
    "failed": ("minus", "warn"),
    "cancelled": ("x", "warn"),
    "reopened": ("triangle-alert", "bad"),
    "returned": ("corner-up-left", "warn"),
    "acceptance_asked": ("send", "accent"),
    "accepted": ("pencil", "good"),
    "added": ("upload", "plain"),
    "withdrawn": ("x", "bad"),
    "fallen": ("triangle-alert", "bad"),
    "judged": ("gavel", "accent"),
    "raised": ("triangle-alert", "warn"),
    "reminded": ("bell", "plain"),
    "noted": ("coins", "plain"),
    "proven": ("shield-check", "good"),
    "refused": ("x", "warn"),
    "merged": ("git-compare", "plain"),
    "published": ("award", "good"),
    "copied": ("copy", "good"),
    "given": ("database", "plain"),
    "recognised": ("award", "good"),
}


def project_mark(project: Project) -> Badge:
    """Where a project stands."""
    tone, icon = _PROJECTS[project.state]
    return Badge(label=project.get_state_display(), tone=tone, icon=icon)


def standing_mark(milestone: Milestone) -> Badge:
    """How far a milestone was reached."""
    tone, icon = _STANDINGS[milestone.standing]
    return Badge(label=milestone.get_standing_display(), tone=tone, icon=icon)


def claim_mark(claim: FirstUse | Arrival) -> Badge:
    """Whether a claim counts."""
    tone, icon = _CLAIMS[claim.state]
    return Badge(label=claim.get_state_display(), tone=tone, icon=icon)


def pattern_mark(pattern: Pattern) -> Badge:
    """Where a pattern stands."""
    tone, icon = _PATTERNS[pattern.state]
    return Badge(label=pattern.get_state_display(), tone=tone, icon=icon)


def report_mark(report: ProjectReport) -> Badge:
    """Where a report stands."""
    tone, icon = _REPORTS[report.state]
    return Badge(label=report.get_state_display(), tone=tone, icon=icon)


def due_mark(state: DueState) -> Badge:
    """Where an amount that falls due stands."""
    tone, icon = _DUES[state]
    return Badge(label=state.label, tone=tone, icon=icon)


def happened(entries: object) -> list[Event]:
    """Ledger rows as a timeline, with what they name."""
    rows: list[Entry] = list(entries)  # type: ignore[call-overload]
    events = drawn(rows, _LOOK)
    return [_named(event, row) for event, row in zip(events, rows, strict=True)]


def _named(event: Event, row: Entry) -> Event:
    named = str(row.payload.get("title") or "")
    if not named:
        return event
    note = " · ".join(part for part in (named, str(event.note)) if part)
    return Event(
        at=event.at, what=event.what, who=event.who, note=note, icon=event.icon, tone=event.tone
    )
