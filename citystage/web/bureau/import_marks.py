"""How states of imports and outcomes of rows are marked on pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.states import ImportState
from citystage.foundation.sheets.targets import Outcome, target
from citystage.web.shell.components import Badge, Link, Tone

_STATES: dict[ImportState, tuple[Tone, str]] = {
    ImportState.UPLOADED: ("info", "upload"),
    ImportState.RUNNING: ("accent", "clock"),
    ImportState.DONE: ("good", "check"),
    ImportState.CANCELLED: ("warn", "x"),
    ImportState.FAILED: ("bad", "triangle-alert"),
}
_OUTCOMES: dict[Outcome, tuple[Tone, str]] = {
    Outcome.IMPORTED: ("good", "check"),
    Outcome.UPDATED: ("info", "pencil"),
    Outcome.UNCHANGED: ("plain", ""),
    Outcome.DUPLICATE: ("warn", "copy"),
    Outcome.SKIPPED: ("plain", ""),
    Outcome.REJECTED: ("bad", "x"),
}


def run_mark(run: ImportRun) -> Badge:
    """Where an import stands."""
    tone, icon = _STATES[ImportState(run.state)]
    return Badge(label=run.get_state_display(), tone=tone, icon=icon)


def outcome_mark(outcome: str) -> Badge:
    """What became of a row."""
    tone, icon = _OUTCOMES[Outcome(outcome)]
    return Badge(label=str(Outcome(outcome).label), tone=tone, icon=icon)


def run_context(run: ImportRun) -> dict[str, object]:
    """What every page of one import shows."""
    return {
        "run": run,
        "mark": run_mark(run),
        "target": target(run.target),
        "tally": tally(run.counts),
        "crumbs": [
            Link(label=_("Import"), url=reverse("bureau:importing")),
            Link(label=run.file_name, url=reverse("bureau:import_run", args=[run.pk])),
        ],
    }


def tally(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Outcome, its word and its number, all outcomes in their order."""
    return [(each.value, str(each.label), counts.get(each.value, 0)) for each in Outcome]
