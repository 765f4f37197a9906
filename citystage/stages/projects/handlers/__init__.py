"""What follows from facts of projects in the stages before."""

from citystage.stages.projects.handlers import asking, copying, telling

__all__ = ["asking", "copying", "telling"]
