"""What projects tells."""

from citystage.stages.projects.facts import claims, patterns, projects, work

__all__ = ["claims", "patterns", "projects", "work"]
