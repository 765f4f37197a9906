"""Chinese numerals, everyday and financial ones, as exact numbers."""

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {
    letter: value
    for value, letters in enumerate(
        ("零〇", "一壹", "二贰兩两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for letter in letters
}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
NUMERAL: Final = "".join([*DIGITS, *_TENS, *MYRIADS])
_WELL_FORMED: Final = re.compile(f"[{NUMERAL}]{{1,40}}")


def chinese_number(numeral: str) -> Decimal | None:
    """`三千五百万` is 35000000, `二〇二六` is 2026; None if it is not a numeral.

    Follows common reading: a digit behind a unit without 零 counts tens of it only where a unit
    says so (`三千五` is read 3005, not 3500; documents write the unit).
    """
    if not _WELL_FORMED.fullmatch(numeral):
        return None
    if len(numeral) > 1 and all(letter in DIGITS for letter in numeral):
        return Decimal("".join(str(DIGITS[letter]) for letter in numeral))
    total = section = digit = 0
    for letter in numeral:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in _TENS:
            section += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            # 亿 closes all that stands before it, 万 what stands since the last 亿.
            scale = MYRIADS[letter]
            whole = section + digit
            if scale == MYRIADS["亿"]:
                total = (total + whole) * scale
            else:
                total += whole * scale
            section = digit = 0
    return Decimal(total + section + digit)
