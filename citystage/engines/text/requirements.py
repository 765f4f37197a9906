"""Requirements: a need, or what a supplier says it can do, as numbered points with their facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from citystage.engines.text.characters import CJK
from citystage.engines.text.clauses import blanked, clauses_of
from citystage.engines.text.folding import Span, simplify_in_place
from citystage.engines.text.quantities import LONGEST_TEXT, Measure, find_quantities

MOST: Final = 200
"""Requirements given; what lies behind them is not read."""
_LONG: Final = 60
_HEADING: Final = 16


class Kind(StrEnum):
    """What a point is: asked for (or offered), told as the state of things, or hoped for."""

    REQUIREMENT = "requirement"
    BACKGROUND = "background"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One point: `text` is `source[start:end]`; spans of its `facts` are in the source too."""

    number: int
    text: str
    start: int
    end: int
    kind: Kind
    facts: tuple[Measure, ...]


_BACKGROUND_HEAD = re.compile(
    r"背景|现状|痛点|问题|依据|概况|简介|意义|background|context|problem|about"
)
_GOAL_HEAD = re.compile(r"目标|成效|效果|愿景|效益|goals?|objectives?|aims?|benefits?")
_REQUIREMENT_HEAD = re.compile(
    r"需求|要求|内容|功能|指标|任务|条件|参数|能力|方案|requirements?|scope|functions?|tasks?|needs?"
)
_NOT_HEADING = re.compile(r"[，,≥≤±><]|\d\s*[%a-z℃]")
_BACKGROUND = re.compile(
    r"^(?:目前|当前|现阶段|近年来?|随着|为(?:深入)?(?:贯彻|落实)|根据|按照.{2,30}(?:文件|通知|意见|精神)"
    r"|由于|因为|长期以来|传统|现有|原有|我[市区县局公]"
    r"|currently|at present|today|in recent years|as of)"
    r"|存在.{0,20}(?:问题|不足|难题|痛点|隐患)|位于|占地|建筑面积|以下简称"
    r"|(?:效率低|成本高|难度大|不及时|不足|困难)$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:需要?|应|须|要求|必须|支持|具备|确保|保证|提供|实现|采用|满足|不[低高超少大小]|≥|≤|±)"
    r"|\b(?:shall|must|should|need|requires?|support|provide|at least|no more than)\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(r"需|应|须|要求|必须|\b(?:shall|must|should|needs?|requires?)\b", re.IGNORECASE)
_GOAL = re.compile(
    r"^(?:目标|力争|旨在|以期|最终|从而|进而|争取|推动|助力|打造|为.{2,20}(?:提供支撑|奠定基础)"
    r"|the aim|the goal|our goal|we aim|in order to)"
    r"|到20\d\d年|(?:示范效应|标杆|奠定基础|提供支撑|高质量发展)$",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[，,](?!\d{3}(?!\d))")
# What only opens a list: 包括, 系统应具备：
_LEAD = re.compile(
    r"(?:主要|具体)?(?:包括|包含|如下|其中|例如|需要|要求|实现|具备|支持|including|includes?)"
)
_WORDS = re.compile(rf"[{CJK}]{{2}}|[^\W\d_]{{3}}")


def split(text: str) -> tuple[Requirement, ...]:
    """Numbered points of a text, in order: sentences, items of lists, parts with own facts.

    Headings (一、建设背景) are not points; they say what kind those behind them are. Commas part
    points where both sides state a fact (定位精度±10 mm，续航≥6 h). Mark-up is passed over. Reads
    the first `quantities.LONGEST_TEXT` characters, gives at most `MOST`, never raises. A text
    without letters has none.
    """
    return tuple(_points(text[:LONGEST_TEXT]))


def _points(text: str) -> Iterator[Requirement]:
    blank = blanked(text)
    plain = simplify_in_place(blank)
    quantities = find_quantities(blank)
    under: Kind | None = None
    number = 0
    for start, end in clauses_of(plain):
        if headed := _heading(plain, start, end):
            under = headed
            continue
        for first, last in _parts(plain, start, end, quantities):
            words = plain[first:last]
            if not _WORDS.search(words) or _leads(plain, first, last):
                continue
            number += 1
            mine = (one for one in quantities if first <= one.start < last)
            facts = tuple(_within(one, first, text) for one in mine)
            yield Requirement(number, text[first:last], first, last, _kind(words, under), facts)
            if number == MOST:
                return


def _leads(plain: str, start: int, end: int) -> bool:
    """Whether these words only open the list behind them."""
    opens = plain[end : end + 1] in {":", "："} and end - start <= _HEADING
    return opens or _LEAD.fullmatch(plain[start:end]) is not None


def _within(fact: Measure, start: int, text: str) -> Measure:
    """A fact whose name begins no earlier than the point it stands in, as the text writes it."""
    first = max(fact.first, start)
    name = text[first : fact.first + len(fact.name)]
    return fact if name == fact.name else replace(fact, first=first, name=name)


def _heading(plain: str, start: int, end: int) -> Kind | None:
    """What kind of points a heading opens; None if it is none."""
    alone = not plain[end : end + 1].strip() or plain[end] in ":："
    words = plain[start:end].lower()
    if not alone or len(words) > _HEADING or _NOT_HEADING.search(words):
        return None
    ends = words[-8:]
    for pattern, kind in (
        (_BACKGROUND_HEAD, Kind.BACKGROUND),
        (_GOAL_HEAD, Kind.GOAL),
        (_REQUIREMENT_HEAD, Kind.REQUIREMENT),
    ):
        if pattern.search(ends):
            return kind
    return None


def _parts(plain: str, start: int, end: int, quantities: list[Measure]) -> Iterator[Span]:
    """A clause at its commas, where both sides state a fact or one side is long already."""
    edges = [found.start() for found in _COMMA.finditer(plain, start, end)]
    at = first = start
    for edge in (*edges, end):
        grown = edge - first > _LONG and at > first
        if at > first and (
            grown or (_states(quantities, first, at) and _states(quantities, at, edge))
        ):
            yield first, at - 1
            first = at + len(plain[at:edge]) - len(plain[at:edge].lstrip())
        at = edge + 1
    yield first, end


def _states(quantities: list[Measure], start: int, end: int) -> bool:
    return any(start <= one.start < end for one in quantities)


def _kind(words: str, under: Kind | None) -> Kind:
    if under is not None and under is not Kind.REQUIREMENT:
        return under
    if _BACKGROUND.search(words) and not _NEEDS.search(words):
        return Kind.BACKGROUND
    if _GOAL.search(words) and not _ASKS.search(words):
        return Kind.GOAL
    return Kind.REQUIREMENT
