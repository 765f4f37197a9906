"""Quantities: numbers with units and their limits, as Chinese and English texts state them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from citystage.engines.text.characters import LONE_SURROGATES
from citystage.engines.text.dates import level, spans_of_dates
from citystage.engines.text.folding import simplify_in_place
from citystage.engines.text.limits import LIMITS, Limit, any_of, sign_before
from citystage.engines.text.naming import counted, is_change, name_before, name_behind
from citystage.engines.text.units import UNITS
from citystage.kernel.money import YUAN, find_money
from citystage.kernel.numerals import NUMERAL, chinese_number

LONGEST_TEXT: Final = 50_000
"""Characters read for facts."""
TRL: Final = "TRL"
"""Unit of technology readiness levels."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit, e.g. `续航≥6 h`: name 续航, AT_LEAST, 21600, unit `s`.

    `value` is in base units (`units.UNITS`); `upper` is the far end of a BETWEEN, else equals
    it; WITHIN is plus or minus. `written` is the unit as it stands, `[start, end)` the number
    with its sign, and `[first, end)` includes the name. `counted`: the noun behind a counting
    unit (点位 of `20个点位`).
    """

    name: str
    limit: Limit
    value: Decimal
    upper: Decimal
    unit: str
    written: str
    start: int
    end: int
    first: int
    counted: str = ""


_UNIT: Final = any_of(list(UNITS))
_LIMIT: Final = any_of(list(LIMITS))
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SPAN: Final = r"[-~—–至到]|±|\+/-"
# Begins at the number; the sign before it is looked for only where one stands.
_MEASURE = re.compile(
    rf"(?<![\d.,a-zA-Z第×*])"
    rf"(?:(?P<low>{_NUMBER})\s*(?P<low_scale>[万亿])?(?:{_UNIT})?\s*(?P<span>{_SPAN})\s*)?"
    rf"(?:(?P<high>{_NUMBER})|(?<![{NUMERAL}])(?P<numeral>[{NUMERAL}]{{1,12}}?))"
    rf"\s*[余多]?(?P<scale>[万亿])?[余多]?\s*(?P<unit>{_UNIT})(?!/[a-z])(?:\s*(?P<after>{_LIMIT}))?",
    re.IGNORECASE,
)
_COUNTS = re.compile("[一二两三四五六七八九十]")
_NUMERIC = re.compile(rf"[\d{NUMERAL}]")
# Without one of these no date stands in a text.
_DATED = re.compile(r"(?:19|20)\d\d|月")
# Without one of these no amount of money stands in a text.
_PRICED = re.compile("[元圆圓¥$€£万亿萬億]")
_CODES: Final = ("cny", "rmb", "usd", "eur", "hkd", "jpy", "gbp", "yuan", "illion")
_CODES_HAN: Final = ("美金", "港币", "人民币", "块钱")
_SURROGATES = re.compile(f"[{LONE_SURROGATES}]")
_TRL = re.compile(
    rf"(?:(?P<name>TRL|技术成熟度|技术就绪度|technology readiness level)(?:等级|水平)?)"
    rf"[\s:为达到在]*"
    rf"(?:(?P<before>{_LIMIT})\s*)?(?P<low>[1-9])\s*级?"
    rf"(?:\s*[-~—–至到]\s*(?:TRL)?\s*(?P<high>[1-9])\s*级?)?(?![\d.])(?:\s*(?P<after>{_LIMIT}))?",
    re.IGNORECASE,
)
_SIGN_AFTER = re.compile(rf"\s*({_LIMIT})", re.IGNORECASE)
# 20个点位以上: the limit stands behind what is counted.
_SIGN_BEHIND_COUNTED = re.compile(r"(?:及?以[上下内])")
_MONEY_UNIT = re.compile(
    r"[十百千万亿]*(?:美元|美金|欧元|港元|港币|日元|英镑|元)|[十百千万亿]+"
    r"|(?:thousand|million|billion|[kmw]|[mb]n)\b",
    re.IGNORECASE,
)
_ENGLISH: Final = {
    "thousand": 10**3, "k": 10**3, "w": 10**4, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_FACTORS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CHANGE = re.compile(r"[^。；;\n]{2,12}?[到至为]\s*")
_ARTICLE: Final = "一"
# 5G is a network, 5A a rank of sights, 3C a market.
_LABEL = re.compile(r"\d+(?:G|A级?(?=[级景])|C(?=[产认行电]))")
# A hyphen before other units is a hyphen.
_BELOW_ZERO: Final = frozenset({"celsius", "dB", "dBm"})
_BASES: Final = frozenset(base for base, _ in UNITS.values())
_SCALES: Final = {"": 1, "万": 10**4, "亿": 10**8}


def find_measures(text: str) -> list[Measure]:
    """All numbers with a known unit, in order; money is left to `kernel.money.find_money`.

    Reads the first `LONGEST_TEXT` characters; full-width digits and signs are read as usual ones.
    Dates (`2026年12月`), ordinals (`第3个`), 一个 and 5G are no measures. Case of units is not
    read: `MW` and `mW` are both megawatts.
    """
    text = text[:LONGEST_TEXT]
    plain = _plain(text)
    return _as_written(text, plain, list(_measures(plain)))


def find_quantities(text: str) -> list[Measure]:
    """`find_measures`, amounts of money (unit CNY, USD, ...; in yuan) and TRL 1 to 9.

    Where a value becomes another (`由2小时缩短到10分钟`) only the latter is given. Traditional
    texts are read as Simplified ones; names and units are given as they stand.
    """
    text = text[:LONGEST_TEXT]
    plain = _plain(text)
    money = list(_money(plain))
    taken = [(one.start, one.end) for one in money]
    others = [one for one in _measures(plain) if not _touches(taken, one.start, one.end)]
    found = sorted([*others, *money, *_readiness(plain)], key=lambda one: (one.start, one.end))
    return _as_written(text, plain, list(_settled(plain, found)))


def _plain(text: str) -> str:
    """Simplified and of usual width, one character for one."""
    return level(simplify_in_place(_SURROGATES.sub("\n", text)))


def _as_written(text: str, plain: str, found: list[Measure]) -> list[Measure]:
    """Names, units and nouns in the letters of the text."""
    if text == plain:
        return found
    return [
        replace(
            one,
            name=text[one.first : one.first + len(one.name)],
            written=_standing(text, plain, one.written, one.start),
            counted=_standing(text, plain, one.counted, one.start),
        )
        for one in found
    ]


def _standing(text: str, plain: str, words: str, start: int) -> str:
    at = plain.find(words, start)
    return text[at : at + len(words)] if words and at >= 0 else words


def _settled(plain: str, found: list[Measure]) -> Iterator[Measure]:
    """Of a change from one value to another only the latter, under the name of the former."""
    for at, one in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        if after and _changed_into(plain, one, after):
            if one.name:
                found[at + 1] = replace(after, name=one.name, first=one.first)
        else:
            yield one


def _changed_into(plain: str, one: Measure, after: Measure) -> bool:
    between = plain[one.end : after.start]
    return (
        is_change(after.name) and one.unit == after.unit and _CHANGE.fullmatch(between) is not None
    )


def _measures(plain: str) -> Iterator[Measure]:
    if not _NUMERIC.search(plain):
        return
    dates = sorted(spans_of_dates(plain)) if _DATED.search(plain) else []
    behind = 0
    for found in _found(plain):
        dated = _touches(dates, found.start(), found.end("unit"))
        if dated or _no_count(found["numeral"]) or _LABEL.match(plain, found.start("high")):
            continue
        measure = _measure(found, plain, behind)
        behind = measure.end
        yield measure


def _found(plain: str) -> Iterator[re.Match[str]]:
    """Matches from left to right; it is faster to go from digit to digit than by letters."""
    at = 0
    while digit := _NUMERIC.search(plain, at):
        found = _MEASURE.match(plain, digit.start())
        at = found.end() if found else digit.end()
        if found:
            yield found


def _no_count(numeral: str | None) -> bool:
    """一个 is an article, and 零部件, 百里画廊, 千分之一 count nothing."""
    return numeral is not None and (numeral == _ARTICLE or not _COUNTS.search(numeral))


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted spans, which do not overlap much, meets `[start, end)`."""
    at = bisect_right(spans, (end - 1, end))
    return any(first < end and start < last for first, last in spans[max(0, at - 3) : at + 1])


def _measure(found: re.Match[str], plain: str, behind: int) -> Measure:
    written = found["unit"]
    unit, factor = UNITS[written.lower()]
    scale = found["scale"] or ""
    value = upper = _number(found["high"] or found["numeral"], scale) * factor
    start = found.start()
    minus = start > behind and plain[start - 1] == "-"
    sign, at = sign_before(plain, start - minus, behind)
    limit = LIMITS.get((sign or found["after"] or "").lower(), Limit.EXACTLY)
    if limit is Limit.WITHIN:
        at = sign_before(plain, at, behind)[1]
    start = at if sign else start
    if found["low"]:
        limit = Limit.BETWEEN
        value = _number(found["low"], found["low_scale"] or scale) * factor
        if found["span"] in {"±", "+/-"}:
            value, upper = value - upper, value + upper
    if minus and unit in _BELOW_ZERO:
        value, upper = (-value, upper) if found["low"] else (-value, -value)
        start = min(start, found.start() - 1)
    end = found.end()
    noun = counted(plain, end) if unit in {"item", "person", "household"} else ""
    if noun and (behind_noun := _SIGN_BEHIND_COUNTED.match(plain, end + len(noun))):
        limit, end = LIMITS[behind_noun[0]], behind_noun.end()
    name, first = name_before(plain, start, behind)
    noun = noun or ("" if name else name_behind(plain, end))
    return Measure(name, limit, value, upper, unit, written, start, end, first, noun)


def _number(written: str, scale: str) -> Decimal:
    digits = written.replace(",", "")
    number = Decimal(digits) if digits[0].isdecimal() else chinese_number(digits)
    return (number or Decimal(0)) * _SCALES[scale]


def _money(plain: str) -> Iterator[Measure]:
    amounts = find_money(plain) if _NUMERIC.search(plain) and _priced(plain) else []
    behind = 0
    for at, amount in enumerate(amounts):
        start, end = amount.start, amount.end
        if at and (amounts[at - 1].start, amounts[at - 1].end) == (start, end):
            continue
        twin = next((one for one in amounts[at + 1 : at + 2] if one.start == start), None)
        value = Decimal(amount.fen) / YUAN
        upper = Decimal(twin.fen) / YUAN if twin else value
        limit = Limit.BETWEEN if twin else Limit.EXACTLY
        sign, at_sign = _sign_before_money(plain, start, behind)
        after = _SIGN_AFTER.match(plain, end)
        if not twin and (sign or after):
            limit = LIMITS[sign or (after[1].lower() if after else "")]
        start = at_sign if sign else start
        written = _MONEY_UNIT.findall(plain[amount.start : amount.end])
        name, first = name_before(plain, start, behind)
        behind = after.end() if after and not sign and not twin else end
        unit = written[-1] if written else amount.currency
        yield Measure(name, limit, value, upper, amount.currency, unit, start, behind, first)


def _sign_before_money(plain: str, start: int, floor: int) -> tuple[str, int]:
    sign, at = sign_before(plain, start, floor)
    if not sign and plain.endswith("人民币", floor, at):
        return sign_before(plain, at - len("人民币"), floor)
    return sign, at


def _priced(plain: str) -> bool:
    """Whether an amount of money may stand in a text at all."""
    if _PRICED.search(plain) or any(code in plain for code in _CODES_HAN):
        return True
    lower = plain.lower()
    return any(code in lower for code in _CODES)


def _readiness(plain: str) -> Iterator[Measure]:
    for found in _TRL.finditer(plain):
        value = Decimal(found["low"])
        upper = Decimal(found["high"] or found["low"])
        limit = LIMITS.get((found["before"] or found["after"] or "").lower(), Limit.EXACTLY)
        if found["high"]:
            limit = Limit.BETWEEN
        start = found.start("before") if found["before"] else found.start("low")
        first = found.start()
        written = "级" if "级" in found[0] else found["name"] if found["name"].isascii() else ""
        yield Measure(found["name"], limit, value, upper, TRL, written, start, found.end(), first)


def factor_of(measure: Measure) -> Decimal:
    """Base units in one unit as written: 3600 for `6 h`, 10000 for `500万元`."""
    written = _plain(measure.written).lower()
    if measure.unit in _BASES:
        return UNITS[written][1]
    factor = Decimal(_ENGLISH.get(written, 1))
    for letter in written:
        factor *= _FACTORS.get(letter, 1)
    return factor
