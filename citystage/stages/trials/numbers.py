"""Numbers to reach, as people write them: one line each, "or" within a line, "and" within that.

``240 小时 或 1000 公里`` and ``6 months and 20 sites`` are lines; ``at most 0 incidents`` bounds
from above. Every line is to be reached.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from citystage.engines.text.folding import fold
from citystage.kernel.refusals import Refusal
from citystage.kernel.texts import in_english
from citystage.stages.trials.terms import Choice, Line, Measure, Need, Numbers

_OR: Final = re.compile(r"\s*(?:或者|或|\bor\b|；|;)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:并且|且|和|\band\b|、|，|,(?!\d{3}(?!\d)))\s*", re.IGNORECASE)
_UPPER: Final = re.compile(r"不超过|不多于|至多|最多|≤|<=|at most|no more than", re.IGNORECASE)
_LOWER: Final = re.compile(r"不少于|不低于|至少|达到|≥|>=|at least|no less than", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
# “1万公里” is ten thousand of them; 千米 is a unit and no thousand.
_TIMES: Final = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(亿|万|千(?!米|瓦|克)|百(?!分)|million\b|thousand\b)", re.IGNORECASE
)
_FACTORS: Final = {
    "亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "million": 10**6, "thousand": 1000,
}  # fmt: skip
# What stands behind a number and is a unit of time, length, weight, money or share; where a
# measure is counted in another unit, the number would mean something else.
_WRITTEN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?\s*([^\d\s.,]+)")
_UNITS: Final = (
    "秒", "分钟", "小时", "天", "日", "周", "个月", "年", "毫米", "厘米", "千米", "公里", "米",
    "克", "公斤", "吨", "元", "%", "second", "min", "hour", "day", "week", "month", "year",
    "metre", "meter", "km", "mile", "kg", "tonne", "percent",
)  # fmt: skip
_SHORT: Final = frozenset({"h", "d", "s", "m", "t"})
MOST_LINES: Final = 20


class BadNumbers(Refusal):
    """A line that says no number, or measures something unknown."""

    status = 422


def read_numbers(text: str, measures: Sequence[Measure]) -> Numbers:
    """What was written. Raises ``BadNumbers``, naming the line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise BadNumbers(_("Write at most %d lines.") % MOST_LINES)
    return tuple(_line(line, measures) for line in lines)


def _line(line: str, measures: Sequence[Measure]) -> Line:
    choices = [
        Choice(all=tuple(_need(part, measures) for part in _AND.split(choice) if part.strip()))
        for choice in _OR.split(line)
        if choice.strip()
    ]
    return Line(any=tuple(choices))


def _need(part: str, measures: Sequence[Measure]) -> Need:
    upper = bool(_UPPER.search(part))
    bare = _TIMES.sub(_whole, _LOWER.sub(" ", _UPPER.sub(" ", part)))
    found = _NUMBER.findall(bare)
    if len(found) != 1:
        raise BadNumbers(_("“%s” needs one number.") % part)
    measure = _measure(_NUMBER.sub(" ", bare), measures)
    if measure is None:
        known = "、".join(one.label for one in measures)
        raise BadNumbers(
            _("What “%(part)s” measures is not known. Known are: %(known)s.")
            % {"part": part, "known": known}
        )
    if foreign := _foreign(bare, measure):
        raise BadNumbers(
            _("“%(part)s”: %(name)s is counted in “%(unit)s”, not in “%(foreign)s”. Convert it.")
            % {"part": part, "name": measure.label, "unit": measure.unit_label, "foreign": foreign}
        )
    try:
        value = Decimal(found[0].replace(",", ""))
        bound = {"at_most": value} if upper else {"at_least": value}
        return Need(measure=measure.code, **bound)
    except (InvalidOperation, ValidationError) as fault:
        raise BadNumbers(_("“%s” is no number that can be reached.") % part) from fault


def _whole(found: re.Match[str]) -> str:
    number = Decimal(found[1].replace(",", "")) * _FACTORS[found[2].lower()]
    return plain(number)


def _foreign(bare: str, measure: Measure) -> str:
    """The unit written behind the number, where the measure is counted in another one."""
    written = _WRITTEN.search(bare)
    if written is None:
        return ""
    said = fold(written[1]).replace(" ", "")
    own = [fold(word).replace(" ", "") for word in _words(measure)]
    if any(said.startswith(word) for word in own if word):
        return ""
    if said in _SHORT:
        return said
    return next((unit for unit in _UNITS if said.startswith(unit)), "")


def _measure(words: str, measures: Sequence[Measure]) -> Measure | None:
    """The measure whose name, unit or code the words are; else the one they name in part."""
    said = fold(words).replace(" ", "")
    if not said:
        return None
    named = [(one, [fold(w).replace(" ", "") for w in _words(one)]) for one in measures]
    for one, known in named:
        if said in known:
            return one
    # The longest word that is named decides; of two as long the first of the pack.
    named_in_part = [(max(map(len, hits)), one) for one, known in named
                     if (hits := [w for w in known if len(w) > 1 and w in said])]  # fmt: skip
    return max(named_in_part, key=lambda pair: pair[0])[1] if named_in_part else None


def _words(measure: Measure) -> Iterable[str]:
    name, unit = measure.name, measure.unit
    names: tuple[str, ...] = (name.zh, name.en, unit.zh, unit.en, measure.code)
    # “个点位” is also written “点位”, “台（套）” as “台” or “套”.
    short = unit.zh.removeprefix("个")
    names = (*names, "千米") if unit.zh == "公里" else names
    return (*names, short, *re.split(r"[（）]", short)) if "（" in short else (*names, short)


def write_numbers(numbers: Numbers, measures: Sequence[Measure]) -> str:
    """The lines in the reader's language, as ``read_numbers`` reads them."""
    known = {one.code: one for one in measures}
    either, both = (" or ", " and ") if in_english() else ("或", "且")
    return "\n".join(
        either.join(both.join(write_need(need, known[need.measure]) for need in one.all)
                    for one in line.any)
        for line in numbers
        if all(need.measure in known for one in line.any for need in one.all)
    )  # fmt: skip


def write_need(need: Need, measure: Measure) -> str:
    """``运行时长 不少于 240 小时``."""
    bound = need.at_least if need.at_least is not None else need.at_most
    words = _("%(name)s at least %(number)s %(unit)s")
    if need.at_most is not None:
        words = _("%(name)s at most %(number)s %(unit)s")
    # A unit that is the name already is not said twice.
    unit = "" if fold(measure.unit_label) == fold(measure.label) else measure.unit_label
    told = words % {"name": measure.label, "number": plain(bound or Decimal(0)), "unit": unit}
    return told.strip()


def plain(number: Decimal) -> str:
    """A number without the noughts after its point."""
    return f"{number.normalize():f}"
