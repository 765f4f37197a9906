"""Limits: how a number binds (不低于, at least, ±), and the signs that say so."""

import re
from enum import StrEnum
from typing import Final


class Limit(StrEnum):
    """How a number binds."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    UP_TO = "up_to"
    BETTER = "better"
    WITHIN = "within"
    BETWEEN = "between"
    ABOUT = "about"
    EXACTLY = "exactly"


# _ stands for a space; every 不… also with 得, 应, 能: 不得低于.
_SIGNS: Final = {
    Limit.AT_LEAST: """
        ≥ ≧ >= ⩾ ≮ 不少于 不低于 不小于 不短于 不劣于 至少 最少 最低 以上 及以上
        大于等于 大于或等于 起
        at_least no_less_than not_less_than no_fewer_than minimum min. or_more or_above
        or_better""",
    Limit.ABOVE: """
        > 超过 大于 高于 多于 长于 突破 more_than over above greater_than exceeding exceeds""",
    Limit.AT_MOST: """
        ≤ ≦ <= ⩽ ≯ 不超过 不高于 不大于 不多于 不长于 至多 最多 以下 以内 之内 及以下 内
        小于等于 小于或等于 控制在
        at_most no_more_than not_more_than not_exceeding within maximum max. or_less or_below""",
    Limit.BELOW: "< 低于 小于 少于 短于 less_than under below fewer_than",
    Limit.UP_TO: "高达 可达 最高可达 最大可达 最长可达 最远可达 最高达 最多可 up_to",
    Limit.BETTER: "优于 好于 better_than",
    Limit.WITHIN: "± +/-",
    Limit.ABOUT: "约 约为 大约 左右 上下 近 about around approximately approx.",
}
_FORBIDDING: Final = re.compile("^不(?=[少低小短劣超高大多长])")


def _limits() -> dict[str, Limit]:
    limits: dict[str, Limit] = {}
    for limit, signs in _SIGNS.items():
        for written in signs.split():
            sign = written.replace("_", " ")
            forms = [
                _FORBIDDING.sub(start, sign) for start in ("不", "不得", "不应", "不能", "不可")
            ]
            limits.update(dict.fromkeys(forms, limit))
    return limits


LIMITS: Final = _limits()
"""A sign, lower case, to what it says."""


def any_of(words: list[str]) -> str:
    """A pattern for one of the words, the longest first; a Latin one must end where it ends."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![a-z0-9])" if re.match("[a-z0-9]", word[-1]) else "")
        for word in longest
    )


_SIZES: Final = sorted({len(sign) for sign in LIMITS}, reverse=True)
_LATIN: Final = re.compile(r"[a-z]", re.IGNORECASE)


def sign_before(plain: str, end: int, floor: int) -> tuple[str, int]:
    """The longest sign that ends right before `end`, spaces aside, and where it begins.

    Not beyond `floor`; a Latin one must begin where it begins. `("", end)` if none stands there.
    """
    while end > floor and plain[end - 1] == " ":
        end -= 1
    for size in _SIZES:
        start = end - size
        sign = plain[max(start, 0) : end].lower()
        if start < floor or sign not in LIMITS:
            continue
        if not (_LATIN.match(sign) and start and _LATIN.match(plain[start - 1])):
            return sign, start
    return "", end
