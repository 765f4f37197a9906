"""Projects, first uses and patterns in the search: what each is found by, and by whom."""

from django.utils.translation import pgettext_lazy

from citystage.stages.catalogue import audience
from citystage.stages.catalogue.indexing import kinds
from citystage.stages.projects.models import FirstUse, Pattern, Project
from citystage.stages.projects.searchable import first_uses, patterns, projects, reading

__all__ = ["first_uses", "join", "patterns", "projects"]


def join() -> None:
    """Have them found like everything else."""
    audience.carry(reading.tokens)
    kinds.register(
        kinds.Kind(
            projects.KIND,
            pgettext_lazy("kind of record", "project"),
            records=Project.objects.all,
            fill=projects.fill_projects,
            types=projects.TYPES,
        )
    )
    kinds.register(
        kinds.Kind(
            first_uses.KIND,
            pgettext_lazy("kind of record", "first use"),
            records=FirstUse.objects.all,
            fill=first_uses.fill_first_uses,
            types=first_uses.TYPES,
        )
    )
    kinds.register(
        kinds.Kind(
            patterns.KIND,
            pgettext_lazy("kind of record", "pattern"),
            records=Pattern.objects.all,
            fill=patterns.fill_patterns,
            types=patterns.TYPES,
        )
    )
