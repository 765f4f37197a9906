"""What kinds of conflicts are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from citystage.stages.selection.models import Relation


def conflict_kinds() -> Mapping[str, str | Promise]:
    """Every kind of conflict in words."""
    return {str(value): label for value, label in Relation.Kind.choices} | {
        "applicant": _("belongs to the applicant")
    }
