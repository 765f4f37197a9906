"""What can be wrong with terms, in words: for packs and for the editor alike."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Final[Mapping[str, Promise]] = {
    "phase_runs_backward": _("A phase ends after it begins."),
    "phases_out_of_order": _("Phases stand in the order they run, each at most once."),
    "benches_exceed_seats": _("The kinds of experts wanted need more seats than a panel has."),
    "loads_cross": _("The least load of an expert is above the most."),
    "scale_runs_backward": _("The top of a scale is above its bottom."),
    "criterion_twice": _("Two criteria have the same code."),
    "check_twice": _("Two items of the formal check have the same code."),
    "diligence_item_twice": _("Two items of the due diligence have the same code."),
    "no_apply_phase": _("A selection begins with the phase of applications."),
    "recognition_of_other_kind": _("What is recognised does not fit what is called for."),
    "no_recommend_phase": _("A call with recommendation needs the phase of recommendation."),
}


def worded(fault: str) -> str:
    """A fault of the terms in the reader's language; any other text as it is."""
    return str(FAULTS.get(fault, fault))
