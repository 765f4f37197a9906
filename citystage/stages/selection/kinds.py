"""What kinds of conflicts are called, and the kinds of recognition selection itself knows."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.selection.models import Relation

# ``Recognition.kind`` of a programme whose selected become announced challenges, and of one that
# selects who takes such a challenge.
CHALLENGE: Final = "challenge"
TAKER: Final = "taker"
RECOGNITIONS: Final[Mapping[str, Promise]] = {
    "lab": gettext_lazy("lab"),
    "scenario_lab": gettext_lazy("scenario application lab"),
    "innovation_lab": gettext_lazy("innovation application lab"),
    "demonstration": gettext_lazy("demonstration"),
    CHALLENGE: gettext_lazy("announced challenge"),
    TAKER: gettext_lazy("taker of a challenge"),
    "fund": gettext_lazy("scenario fund"),
    "other": gettext_lazy("other"),
}


def conflict_kinds() -> Mapping[str, str | Promise]:
    """Every kind of conflict in words."""
    return {str(value): label for value, label in Relation.Kind.choices} | {
        "applicant": _("belongs to the applicant")
    }
