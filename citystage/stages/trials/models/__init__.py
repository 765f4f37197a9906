"""The tables of trials: agreements, readings, permission by steps, incidents, tolerances."""

from citystage.stages.trials.models.agreements import Signature, Version
from citystage.stages.trials.models.incidents import Incident, Tolerance
from citystage.stages.trials.models.permits import Ascent, Permit
from citystage.stages.trials.models.readings import Batch, Reading, Token
from citystage.stages.trials.models.trials import Trial

__all__ = [
    "Ascent",
    "Batch",
    "Incident",
    "Permit",
    "Reading",
    "Signature",
    "Token",
    "Tolerance",
    "Trial",
    "Version",
]
