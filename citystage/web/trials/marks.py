"""How trials are marked: word, tone and sign; amounts as people read them."""

from datetime import date, timedelta

from citystage.stages.trials.models import Incident, Tolerance, Trial
from citystage.stages.trials.states.tolerances import ToleranceState
from citystage.stages.trials.states.trials import Judgement, TrialState
from citystage.web.shell import formats
from citystage.web.shell.components import Badge, Tone

_TRIALS: dict[str, tuple[Tone, str]] = {
    TrialState.DRAFT: ("plain", "pencil"),
    TrialState.RUNNING: ("info", "flask-conical"),
    TrialState.SUSPENDED: ("bad", "circle-alert"),
    TrialState.TAKEN: ("good", "award"),
    TrialState.NOT_TAKEN: ("warn", "minus"),
    TrialState.FAILED: ("warn", "book-open"),
    TrialState.DROPPED: ("plain", "x"),
}
_TOLERANCES: dict[str, tuple[Tone, str]] = {
    ToleranceState.STANDING: ("info", "shield-check"),
    ToleranceState.ENDED: ("plain", "clock"),
    ToleranceState.WITHDRAWN: ("warn", "x"),
}
_JUDGEMENTS: dict[str, tuple[Tone, str]] = {
    "": ("warn", "gavel"),
    Judgement.INSIDE: ("info", "shield-check"),
    Judgement.OUTSIDE: ("bad", "triangle-alert"),
    Judgement.NO_FAULT: ("plain", "check"),
}


def trial_mark(trial: Trial) -> Badge:
    """Where a trial stands."""
    tone, icon = _TRIALS[trial.state]
    return Badge(label=trial.get_state_display(), tone=tone, icon=icon)


def tolerance_mark(tolerance: Tolerance) -> Badge:
    """Where a tolerance stands."""
    tone, icon = _TOLERANCES[tolerance.state]
    return Badge(label=tolerance.get_state_display(), tone=tone, icon=icon)


def judgement_mark(incident: Incident, *, waiting: str) -> Badge:
    """How an incident was judged; ``waiting`` where it was not."""
    tone, icon = _JUDGEMENTS[incident.judgement]
    label = incident.get_judgement_display() if incident.judgement else waiting
    return Badge(label=label, tone=tone, icon=icon)


def last_day(ends_on: date) -> date:
    """The last day of a half-open window."""
    return ends_on - timedelta(days=1)


def days_between(starts_on: date, ends_on: date) -> str:
    """Both days, as people write them."""
    return f"{formats.day(starts_on)} – {formats.day(last_day(ends_on))}"
