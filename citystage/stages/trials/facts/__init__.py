"""What trials tell the rest of the house."""

from citystage.stages.trials.facts import agreements, permits, readings, tolerances

__all__ = ["agreements", "permits", "readings", "tolerances"]
