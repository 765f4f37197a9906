"""How selection answers facts: it follows intake."""

from citystage.stages.selection.handlers import (
    checking,
    correcting,
    deciding,
    diligence,
    following,
    panels,
    scoring,
)

__all__ = ["checking", "correcting", "deciding", "diligence", "following", "panels", "scoring"]
