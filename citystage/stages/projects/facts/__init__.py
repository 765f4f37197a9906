"""What projects tells."""

from citystage.stages.projects.facts import (
    claims,
    feeding,
    instalments,
    patterns,
    projects,
    work,
)

__all__ = ["claims", "feeding", "instalments", "patterns", "projects", "work"]
