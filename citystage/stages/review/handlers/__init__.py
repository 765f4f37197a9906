"""How review answers facts: it follows intake, and tells people of its own steps."""

from citystage.stages.review.handlers import following, telling

__all__ = ["following", "telling"]
