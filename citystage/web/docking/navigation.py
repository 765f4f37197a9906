"""What docking puts into the rail, and where its records lead."""

from citystage.web.docking.answering import navigation as answering

__all__ = ["answering"]
