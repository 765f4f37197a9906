"""Money: amounts as people write them, read exactly into whole fen (1/100 yuan)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from citystage.kernel.numerals import NUMERAL, chinese_number

YUAN: Final = 100
"""Fen in a yuan."""
WAN_YUAN: Final = 1_000_000
"""Fen in ten thousand yuan, the unit of most Chinese lists."""
LARGEST: Final = 10**17
"""Fen; far beyond any public budget, well inside a bigint."""
LONGEST_CELL: Final = 2_000
"""Characters read where one amount is expected."""

_SCALES: Final = {
    "十万": 10**5, "百万": 10**6, "千万": 10**7, "万亿": 10**12,
    "十亿": 10**9, "百亿": 10**10, "千亿": 10**11,
    "百": 10**2, "佰": 10**2, "千": 10**3, "仟": 10**3, "万": 10**4, "亿": 10**8,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "w": 10**4,
}  # fmt: skip
_CURRENCIES: Final = {
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "$": "USD",
    "欧元": "EUR", "eur": "EUR", "€": "EUR", "港元": "HKD", "港币": "HKD", "hkd": "HKD",
    "hk$": "HKD", "日元": "JPY", "jpy": "JPY", "英镑": "GBP", "gbp": "GBP", "£": "GBP",
}  # fmt: skip
# Full-width forms and Traditional units, one character for one; `，` is no grouping comma.
_LEVEL: Final = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("，")}
    | {"￥": "¥", "\u3000": " ", "\xa0": " ", "萬": "万", "億": "亿", "圓": "元", "圆": "元"}
    | {"～": "~", "−": "-", "餘": "余"}
)

_NUMBER = rf"(?:\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{NUMERAL}]+)"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_PART = rf"{_NUMBER}\s*[余多]?(?:(?:{_SCALE})(?![a-z]))?[余多]?"
_BEFORE = r"人民币|cny|rmb|usd|eur|hkd|jpy|gbp|us\$|hk\$|[¥$€£]"
_AFTER = (
    r"美元|美金|欧元|港元|港币|日元|英镑|元(?!宇宙|素|器件|件|旦|月|组|年|锂|二次|论|化|乙丙)|块钱|人民币"
    r"|(?:yuan|rmb|cny|usd|eur|hkd|jpy|gbp)(?![a-z])"
)
_MONEY = re.compile(
    rf"(?:(?P<before>{_BEFORE})[\s:¥]*)?(?<![\d.,])(?<!\d )"
    rf"(?:(?P<low>{_PART})\s*(?:{_AFTER})?\s*[-~—–至到]\s*)?"
    rf"(?P<high>(?:{_NUMBER}[亿万](?=\d))?{_PART})(?:\s*(?P<after>{_AFTER}))?(?!\s*/(?!\s*[二两三四五2-5]年))(?![\d%‰])",
    re.IGNORECASE,
)
_PIECE = re.compile(rf"(?P<number>{_NUMBER})\s*[余多]?(?P<scale>{_SCALE})?", re.IGNORECASE)
# 万 and 亿 count people and square metres too; without a currency they need such a word before.
_SPENDING = re.compile(
    r"(?:预算|投资|资金|金额|价|费|款|经费|额度|出资|budget|cost|price|fund\w*|invest\w*)"
    r"[^。；;\n\d]{0,12}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s*(?:[\w%]|\+)")
_ROUND_ABOUT = re.compile(r"\s*(?:左右|以内|以上|以下|上下|for\b|in\b|per\b|and\b|or\b)")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


class NotMoney(ValueError):
    """The text is not one amount in yuan; `code` says why, to be worded by the reader.

    `no_amount`, `several`, `foreign` (another currency), `too_large`.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:60]!r}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount found in a text: hundredths of its currency, and the span `[start, end)`."""

    fen: int
    currency: str
    start: int
    end: int


def find_money(text: str) -> list[Amount]:
    """All amounts that name a currency, or whose context speaks of money (`预算500万`).

    A range (`300—500万元`) gives both ends with one span. Prices per unit (`元/平方米`) and
    percentages are no amounts. Chinese numerals are read; amounts beyond `LARGEST` are passed over.
    """
    level = text.translate(_LEVEL)
    return [
        amount
        for found in _MONEY.finditer(level)
        if found["before"] or found["after"] or _speaks_of_money(level, found)
        for amount in _amounts(found)
        if amount.fen <= LARGEST
    ]


def parse_money(text: str, *, unit: int = YUAN) -> int:
    """The one amount of a text or a spreadsheet cell, in fen; reads `LONGEST_CELL` characters.

    `unit` (fen) is taken for a bare number; a column 预算金额(万元) gives `WAN_YUAN`. A total with
    its parts in brackets is the total. `约3,500万元` is 3_500_000_000.

    Raises `NotMoney`: no amount (`面议`, percentages), several, another currency, too large.
    """
    text = text[:LONGEST_CELL]
    outside = _BRACKETS.sub(" ", text)
    for part in (outside, text):
        found = list(_stated(part.translate(_LEVEL).strip(), unit))
        if found:
            return _only(found, text)
    raise NotMoney("no_amount", text)


def _stated(level: str, unit: int) -> Iterator[Amount]:
    """Amounts of a cell: like `find_money`, but a lone number or 500万 needs no more words."""
    if level.startswith("-"):
        return
    for found in _MONEY.finditer(level):
        scaled = any(piece["scale"] for piece in _PIECE.finditer(found["high"]))
        alone = not re.search(r"\w", level[: found.start()].strip("约") + level[found.end() :])
        unscaled = not scaled and found["high"].isascii()
        if unscaled and alone and not (found["before"] or found["after"]):
            yield from _amounts(found, unit)
        elif found["before"] or found["after"] or not (unscaled or _counts_things(level, found)):
            yield from _amounts(found)


def _only(found: list[Amount], text: str) -> int:
    if any(amount.currency != "CNY" for amount in found):
        raise NotMoney("foreign", text)
    if any(amount.fen > LARGEST for amount in found):
        raise NotMoney("too_large", text)
    values = {amount.fen for amount in found}
    if len(values) > 1:
        raise NotMoney("several", text)
    return values.pop()


def _speaks_of_money(level: str, found: re.Match[str]) -> bool:
    scaled = re.search("[万亿]|million|billion", found["high"], re.IGNORECASE)
    before = level[max(0, found.start() - 40) : found.start()]
    return bool(scaled and _SPENDING.search(before)) and not _counts_things(level, found)


def _counts_things(level: str, found: re.Match[str]) -> bool:
    rest = level[found.end() :]
    return bool(_COUNTED.match(rest)) and not _ROUND_ABOUT.match(rest)


def _amounts(found: re.Match[str], unit: int = YUAN) -> Iterator[Amount]:
    sign = (found["after"] or found["before"] or "").casefold()
    currency = _CURRENCIES.get(sign, "CNY")
    high, scale = _value(found["high"])
    if low := found["low"]:
        low_value, low_scale = _value(low)
        shared = scale if low_scale == 1 else Decimal(1)
        yield _amount(low_value * shared, unit, currency, found)
    yield _amount(high, unit, currency, found)


def _amount(value: Decimal, unit: int, currency: str, found: re.Match[str]) -> Amount:
    fen = int((value * unit).to_integral_value(ROUND_HALF_UP))
    return Amount(fen, currency, *found.span())


def _value(written: str) -> tuple[Decimal, Decimal]:
    """The number written, and the scale of its last part (1 if none)."""
    total, scale = Decimal(0), Decimal(1)
    for piece in _PIECE.finditer(written):
        scale = Decimal(_SCALES.get((piece["scale"] or "").casefold(), 1))
        digits = piece["number"].replace(",", "").replace(" ", "")
        number = Decimal(digits) if digits[0].isdecimal() else chinese_number(digits)
        total += (number or Decimal(0)) * scale
    return total, scale
