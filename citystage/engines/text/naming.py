"""Naming: what a number in a text is the measure of."""

import re
from typing import Final

LONGEST_NAME: Final = 14
_REACH: Final = 40
_SHORTEST: Final = 2
# A name does not reach back over another number: 2021年首批实验室, 7000万元的协议.
_NUMBERED = re.compile(r".*\d(?:万元|亿元|[年月日元次项家个])")

# What is measured stands in front: 定位精度±10 mm, 续航时间不少于6小时.
_RUN = re.compile(
    r"(?P<name>[\u4e00-\u9fffa-z0-9_-]*?[\u4e00-\u9fff]|[a-z][a-z -]{1,40}?)"
    r"(?:\s*[(\[【][^()\[\]【】]{0,20}[)\]】])?"
    r"(?P<tail>[:：为是在达到由从至应须需都 ]|分别|可以|能够|(?<![日年月平人])均"
    r"|(?<=\s)(?:is|of|to|be|for|shall|must|should|than|from|by|was|has|have)\b)*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:目前|现已|已|要求|需要|需(?!求)|应(?![急用力变答])|须|必须|能够|可以|确保|保证|支持|实现|具备|具有|满足|采用"
    r"|提供|拥有|达到|其中|并且|并(?![发网行联])|且|及|和|与|或|其|该|为|将|把|使(?!用)|预计)+"
    r"(?=[\u4e00-\u9fff]{2})"
)
# A change of something to a value (提升至95%) measures the thing, not the change.
_CHANGES = "提升|提高|降低|缩短|减少|压缩|下降|增加|增长|控制|降|升|扩大|扩展"
_CHANGED_TO = re.compile(f"(?:{_CHANGES})+$")
_ONLY_CHANGE = re.compile(f"(?:{_CHANGES})+")
_ENGLISH_LEAD = re.compile(
    r"^.*\b(?:the|an?|and|with|has|have|of|is|its|our|must|shall|should|will|can|or|in|for|to)\s+",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?![及和与或的并])([\u4e00-\u9fff]{2,6}?)(?=[^\u4e00-\u9fff]|$|以[上下内]|[及和与或的并]|进行|同时)"
)
_BEHIND = re.compile(r"\s+(?!and|or|for|with|per|the|from|to\b)([a-z]{4,})", re.IGNORECASE)


def name_before(plain: str, start: int, behind: int) -> tuple[str, int]:
    """Name of what is measured and where it begins; `("", start)` if none stands there.

    Reads back from `start`, not beyond `behind` (the end of the measure before). Of a change
    to a value (`由2小时缩短到10分钟`) it is the change if nothing else stands there.
    """
    floor = max(behind, start - _REACH)
    found = _RUN.search(plain, floor, start)
    if not found:
        return "", start
    first, name = found.start("name"), found["name"]
    if numbered := _NUMBERED.match(name):
        first, name = first + numbered.end(), name[numbered.end() :]
    cut = name.rfind("的") + 1
    if 0 < cut <= len(name) - 2:
        first, name = first + cut, name[cut:]
    lead = _LEADING.match(name) or _ENGLISH_LEAD.match(name)
    if lead:
        first, name = first + lead.end(), name[lead.end() :]
    if found["tail"] and (change := _CHANGED_TO.search(name)) and change.start() > 1:
        name = name[: change.start()]
    if name[:1].isascii() and name:
        return name.strip(), first
    name = name.rstrip("的中")
    if len(name) < _SHORTEST:
        return "", start
    kept = name[-LONGEST_NAME:]
    return kept.strip(), first + len(name) - len(kept)


def counted(plain: str, end: int) -> str:
    """The noun right behind a counting unit: 点位 of `20个点位`; empty if none stands there."""
    found = _COUNTED.match(plain, end)
    return found[1] if found else ""


def name_behind(plain: str, end: int) -> str:
    """The English word behind a number: endurance of `up to 8 h endurance`."""
    found = _BEHIND.match(plain, end)
    return found[1] if found else ""


def is_change(name: str) -> bool:
    """Whether a name says only that something changes: 缩短, 提升."""
    return _ONLY_CHANGE.fullmatch(name) is not None


def changes(name: str) -> bool:
    """Whether a name ends in a change: 巡检效率提升 (by 30%), not 准确率 (of 95%)."""
    return _CHANGED_TO.search(name) is not None
