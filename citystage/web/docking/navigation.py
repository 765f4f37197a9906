"""What docking puts into the rail, and where its records lead."""

from citystage.web.docking.answering import navigation as answering
from citystage.web.docking.tracking import navigation as tracking

__all__ = ["answering", "tracking"]
