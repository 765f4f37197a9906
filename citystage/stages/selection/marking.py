"""What an expert writes on a score sheet: read from a form, checked against the criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from citystage.engines.scoring.form import Criterion as Scale
from citystage.engines.scoring.form import Form
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.terms import Criterion, Scoring
from citystage.stages.selection.wording.lines import number

LONGEST: Final = 4_000
_LONGEST_NUMBER: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """As written: marks by criterion as text, words by criterion, two remarks."""

    values: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    private_remark: str = ""


class BadMarks(Refusal):
    """Some marks cannot be taken; ``errors`` says of which criterion what."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some marks cannot be taken as they are."))
        self.errors = dict(errors)


def form_of(scoring: Scoring) -> Form:
    """The criteria as the engine counts with them."""
    return Form(
        tuple(
            Scale(
                one.code,
                float(one.weight),
                float(one.low),
                float(one.high),
                None if one.minimum is None else float(one.minimum),
            )
            for one in scoring.criteria
        )
    )


def settled(scoring: Scoring, values: Mapping[str, str]) -> dict[str, str]:
    """The marks of known criteria in one way of writing; empty ones are left out."""
    found = {}
    for one in scoring.criteria:
        text = str(values.get(one.code, "")).strip()
        if text:
            mark = read(text)
            found[one.code] = text if mark is None else number(mark)
    return found


def read(text: str) -> Decimal | None:
    """A mark, or nothing when it is none."""
    try:
        mark = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    return mark if mark is not None and mark.is_finite() else None


def wrong_marks(scoring: Scoring, values: Mapping[str, str]) -> dict[str, str]:
    """What cannot stand even in a draft: no number, off the scale, between two steps."""
    found = {}
    for one in scoring.criteria:
        if (text := values.get(one.code, "")) and (problem := _problem(one, text)):
            found[one.code] = problem
    return found


def missing(scoring: Scoring, marks: Marks) -> dict[str, str]:
    """What a whole sheet still lacks: marks, and words where a low mark wants them."""
    found = {}
    for one in scoring.criteria:
        text = marks.values.get(one.code, "")
        mark = read(text) if text else None
        if mark is None:
            found[one.code] = _("Give a mark.")
        elif must_explain(one, mark) and not marks.reasons.get(one.code, "").strip():
            found[one.code] = _("A mark below %s is explained in words.") % number(
                one.explain_below or Decimal(0)
            )
    return found


def too_long(marks: Marks) -> dict[str, str]:
    """Words longer than anybody reads."""
    said = {**marks.reasons, "remark": marks.remark, "private_remark": marks.private_remark}
    return {
        code: _("At most %d characters.") % LONGEST
        for code, text in said.items()
        if len(text) > LONGEST
    }


def must_explain(one: Criterion, mark: Decimal) -> bool:
    """Whether this mark wants words."""
    return one.explain_below is not None and mark < one.explain_below


def total_of(scoring: Scoring, values: Mapping[str, str]) -> float | None:
    """The weighted total of 100; None while a mark is missing or off the scale."""
    marks = numbers(values)
    whole = all(one.code in marks for one in scoring.criteria)
    if not whole or wrong_marks(scoring, values):
        return None
    return form_of(scoring).total(marks)


def numbers(values: Mapping[str, str]) -> dict[str, float]:
    """The marks the engine counts with; what is no number is left out."""
    marks = {code: read(text) for code, text in values.items() if text}
    return {code: float(mark) for code, mark in marks.items() if mark is not None}


def _problem(one: Criterion, text: str) -> str:
    mark = read(text)
    if mark is None:
        return _("This is not a number.")
    if not one.low <= mark <= one.high:
        bounds = {"low": number(one.low), "high": number(one.high)}
        return _("Marks here go from %(low)s to %(high)s.") % bounds
    if (mark - one.low) % one.step:
        return _("Marks here go in steps of %s.") % number(one.step)
    return ""
