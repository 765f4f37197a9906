"""A figure as an assessment reads it, and as it stays with the assessed."""

from dataclasses import dataclass
from typing import Any

from citystage.stages.evaluation.models import Subject


@dataclass(frozen=True, slots=True)
class Read:
    """``value`` None: nothing was counted for it yet, or there is nothing to measure.

    ``assumed``: there was nothing to measure, and the terms say what that counts as.
    """

    value: float | None
    evidence: int = 0
    claimed: float | None = None
    made_at: str = ""
    assumed: bool = False

    def as_kept(self) -> dict[str, Any]:
        """As it stays with the subject."""
        return {
            "value": self.value,
            "evidence": self.evidence,
            "claimed": self.claimed,
            "made_at": self.made_at,
            "assumed": self.assumed,
        }


def kept(subject: Subject, code: str) -> Read:
    """The figure as it was when scoring began."""
    told = subject.figures.get(code) or {}
    return Read(**told) if told else Read(None)
