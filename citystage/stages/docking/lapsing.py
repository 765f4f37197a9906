"""When an answered ask closes by itself."""

from datetime import datetime, timedelta

from citystage.stages.docking.deadlines import ask_terms
from citystage.stages.docking.models import Ask


def restart(ask: Ask, at: datetime) -> None:
    """Something was said at ``at``: from now on the days of the pack run (the caller saves)."""
    ask.lapses_at = at + timedelta(days=ask_terms(ask.city_id).lapse_days)
    ask.warned_at = None


def stop(ask: Ask) -> None:
    """Somebody has to decide first: no day runs (the caller saves)."""
    ask.lapses_at = None
    ask.warned_at = None
