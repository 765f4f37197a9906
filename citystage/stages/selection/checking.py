"""The formal check: what the items come to, and the one list of defects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.kernel.refusals import Refusal
from citystage.stages.selection.models import FormalCheck
from citystage.stages.selection.terms import Check, Terms

type Result = Literal["met", "defect", "fails"]

RESULTS: Final = (
    ("met", gettext_lazy("met")),
    ("defect", gettext_lazy("defect, to be corrected")),
    ("fails", gettext_lazy("not met")),
)
LONGEST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one item; anything but "met" is given with a note."""

    result: Result
    note: str = ""


class BadCheck(Refusal):
    """The check is not complete; ``errors`` words it by item."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("The check is not complete yet."))
        self.errors = dict(errors)


def complete(terms: Terms, found: Mapping[str, Finding]) -> None:
    """Every item of the terms is judged, each fault with a note. Raises ``BadCheck``."""
    errors = {}
    for item in terms.checks:
        one = found.get(item.code)
        if one is None:
            errors[item.code] = _("Judge this item.")
        elif one.result != "met" and not one.note.strip():
            errors[item.code] = _("Say what is wrong; the applicant reads it.")
        elif one.result == "defect" and not item.correctable:
            errors[item.code] = _("This item cannot be corrected: it is met or not met.")
    if errors:
        raise BadCheck(errors)


def outcome_of(
    terms: Terms, found: Mapping[str, Finding], *, corrected: bool
) -> FormalCheck.Outcome:
    """Passed, to be corrected once, or failed; ``corrected``: the one chance has been given."""
    results = {found[item.code].result for item in terms.checks}
    if results == {"met"}:
        return FormalCheck.Outcome.PASSED
    if "fails" in results or corrected or not terms.correction_hours:
        return FormalCheck.Outcome.FAILED
    return FormalCheck.Outcome.CORRECT


def faults(terms: Terms, found: Mapping[str, Finding]) -> list[dict[str, str]]:
    """The list of what is not met: code and note of each item."""
    return [
        {"code": item.code, "note": found[item.code].note.strip()}
        for item in terms.checks
        if found[item.code].result != "met"
    ]


def in_words(terms: Terms, defects: list[dict[str, str]]) -> str:
    """The list as lines, in Chinese as the letter is written."""
    named: Mapping[str, Check] = {item.code: item for item in terms.checks}
    return "\n".join(
        f"{number}. {named[one['code']].name.zh if one['code'] in named else one['code']}："
        f"{one['note']}"
        for number, one in enumerate(defects, start=1)
    )
