"""What selection tells the rest of the house."""

from citystage.stages.selection.facts import (
    candidacies,
    decisions,
    diligence,
    panels,
    programmes,
    scoring,
)

__all__ = ["candidacies", "decisions", "diligence", "panels", "programmes", "scoring"]
