"""What follows from facts of projects in the stages before, and what the search learns of them."""

from citystage.stages.projects.handlers import asking, copying, finding, telling

__all__ = ["asking", "copying", "finding", "telling"]
