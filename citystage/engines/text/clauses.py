"""Clauses: where a text of sentences, lists and mark-up falls apart, at its original places."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from citystage.engines.text.characters import CONTROLS, LONE_SURROGATES
from citystage.engines.text.folding import Span, simplify_in_place

LONGEST_CLAUSE: Final = 400
"""Characters after which a run without any stop is cut."""
# Items behind a word that asks for them may be shorter than those of mere prose.
_LONG_ITEM: Final = 6
_LONG_ASKED: Final = 4
_ASKED = re.compile(r"需|应|具备|包[括含]|支持|实现|提供|建设|开展|研发|涵盖|具有|[:：]")
_LEAST_ITEMS: Final = 3

# Mark-up and control characters become line ends of the same length; words inside a line keep
# theirs. Lengths are bounded so that a text of < only is read once.
_HIDDEN = re.compile(r"(?is)<(script|style)\b[^<>]{0,300}>.{0,4000}?</\1\s*>|<!--.{0,2000}?-->")
_INLINE = re.compile(
    r"(?i)</?(?:b|i|u|em|strong|span|font|a|sub|sup|mark|code)(?:\s[^<>]{0,300})?>"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<![^<>]{0,100}>|&(?:nbsp|ensp|emsp|#160);")
_CONTROL = re.compile(f"[{CONTROLS}{LONE_SURROGATES}]")

_STOP = re.compile(
    r"[。！？!?；;\n\r\v\f\x85\u2028\u2029]+[”’」』\"')）]*"
    r"|(?<=[\u4e00-\u9fff%℃])\.(?=[\u4e00-\u9fff\s]|$)"
    r"|(?<=[a-z)%])\.(?=\s+[A-Z\"“(\u4e00-\u9fff]|\s*$)"
    r"|(?<=[A-Z0-9)])\.(?=\s+[A-Z][a-z])"
)
_ABBREVIATION = re.compile(r"(?i)\b(?:e\.g|i\.e|etc|approx|no|fig|vs|inc|ltd|co|dr|mr|st|min|max)$")
_NUMERAL: Final = "一二三四五六七八九十"
# Marks of a list, by style; those in front of an item are not part of it.
_MARK = re.compile(
    rf"(?P<circled>[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩])\s*"
    rf"|[(（](?:(?P<bracket>\d{{1,2}})|(?P<han_bracket>[{_NUMERAL}]{{1,3}}))[)）][、.．]?\s*"
    rf"|(?<![\w.])(?P<number>\d{{1,2}})(?:[.．](?!\d)|[、)）])\s*"
    rf"|(?<!\w)(?P<letter>[a-h])[)）]\s*"
    rf"|(?<![\w、])(?P<han>[{_NUMERAL}]{{1,3}})[、.．]\s*"
    rf"|(?<!\w)(?P<is>[{_NUMERAL}]{{1,2}})是(?!否|个)"
    rf"|(?<!\w)第(?P<ordinal>[{_NUMERAL}]{{1,2}})[，,、]\s*"
    r"|(?<![\w，,、])(?P<bullet>[-–—*•·●■◆▪▶➢✓]+)\s+"
    r"|(?<!\w)(?P<word>首先|其次|再次|此外|最后)[，,]?"
)
_START = re.compile(r"(?:^|[。！？!?；;：:，,\n\r])\s*$")
_CLEAR_START = re.compile(r"(?:^|[。！？!?；;：:\n\r])\s*$")
_ITEMS = re.compile(r"[^、]+")


def clauses(text: str) -> list[Span]:
    """Spans of sentences and list items, in order, without marks, stops and outer spaces."""
    return clauses_of(simplify_in_place(blanked(text)))


def clauses_of(plain: str) -> list[Span]:
    """The same of a text that is `blanked` and Simplified."""
    found: list[Span] = []
    for start, end in _between(plain, _marks(plain)):
        found += [
            part
            for first, last in _sentences(plain, start, end)
            for piece in _items(plain, first, last)
            for part in _shorter(plain, *piece)
        ]
    return [trimmed for span in found if (trimmed := _trim(plain, span))]


def blanked(text: str) -> str:
    """The text with mark-up and control characters blanked, one character for one."""
    if "<" in text or "&" in text:
        text = _HIDDEN.sub(_line_ends, text)
        text = _INLINE.sub(lambda found: " " * len(found[0]), text)
        text = _TAG.sub(_line_ends, text)
    return _CONTROL.sub("\n", text)


def _line_ends(found: re.Match[str]) -> str:
    return "\n" * len(found[0])


def _marks(plain: str) -> Iterator[Span]:
    """Marks that open an item: at the beginning of a sentence, or counting on from the last."""
    last: dict[str, int] = {}
    for found in _MARK.finditer(plain):
        style = found.lastgroup or ""
        at = _value(found[style])
        start = _CLEAR_START if style == "han" else _START
        opens = start.search(plain, max(0, found.start() - 8), found.start()) is not None
        goes_on = at > 1 and last.get(style) == at - 1
        if style == "circled" or opens or goes_on or (at == 1 and _goes_on(plain, found, style)):
            last[style] = at
            yield found.span()


def _goes_on(plain: str, found: re.Match[str], style: str) -> bool:
    """Whether a first mark inside a sentence has a second one of its style soon after."""
    second = {"bracket": "(2)", "han_bracket": "(二)"}.get(style)
    if second is None:
        return False
    near = plain[found.end() : found.end() + 300]
    return second in near.replace("（", "(").replace("）", ")")


def _value(mark: str) -> int:
    if mark.isdecimal():
        return int(mark)
    if mark.isascii():
        return ord(mark[0]) - ord("a") + 1
    return _NUMERAL.find(mark) + 1 if len(mark) == 1 else 0


def _between(plain: str, marks: Iterator[Span]) -> Iterator[Span]:
    edges = [(0, 0), *marks, (len(plain), len(plain))]
    for before, after in pairwise(edges):
        yield before[1], after[0]


def _sentences(plain: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for stop in _STOP.finditer(plain, start, end):
        if stop[0] == "." and _ABBREVIATION.search(plain, max(at, stop.start() - 8), stop.start()):
            continue
        yield at, stop.start()
        at = stop.end()
    yield at, end


def _items(plain: str, start: int, end: int) -> Iterator[Span]:
    """A row of long items (巡检、识别 are short) falls apart at its 、."""
    items = [found.span() for found in _ITEMS.finditer(plain, start, end)]
    inner = items[1:-1]
    asked = items and _ASKED.search(plain, *items[0])
    least = _LONG_ASKED if asked else _LONG_ITEM
    long = all(last - first >= least for first, last in items)
    if len(items) < _LEAST_ITEMS or not long or any("，" in plain[a:b] for a, b in inner):
        yield start, end
    else:
        yield from items


def _shorter(plain: str, start: int, end: int) -> Iterator[Span]:
    """A run without any stop, cut at the last comma or space, else anywhere."""
    while end - start > LONGEST_CLAUSE:
        window = plain[start : start + LONGEST_CLAUSE]
        cut = max(window.rfind(sign) for sign in "，,、 ")
        cut = start + (cut + 1 if cut > LONGEST_CLAUSE // 2 else LONGEST_CLAUSE)
        yield start, cut
        start = cut
    yield start, end


def _trim(plain: str, span: Span) -> Span | None:
    start, end = span
    while start < end and (plain[start].isspace() or plain[start] in "，,、:：。.-—•·"):
        start += 1
    while end > start and (plain[end - 1].isspace() or plain[end - 1] in "，,、:：。.;；"):
        end -= 1
    return (start, end) if start < end else None
