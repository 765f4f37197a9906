"""Stripping: whose, where, which phase, how bought; what is left is the need itself."""

import re
from collections.abc import Iterable
from typing import Final

from citystage.engines.text.words import EMPTY, Lexicon

_NUMBER = "[0-9０-９一二三四五六七八九十]{1,4}"
_PHASES = re.compile(
    rf"第{_NUMBER}(?:期|批次|批|标段|包|阶段|轮|次)|{_NUMBER}(?:期|标段|阶段)(?:工程|项目)?"
    rf"|标段{_NUMBER}"
    r"|(?:19|20)\d\d(?:[-—–~至]\d{2,4})?\s*年度?|十[四五六]五(?:期间)?"
    r"|(?i:\bphase\s+(?:\d+|[ivx]+)\b|\b(?:lot|batch|stage)\s+\d+\b|\b20\d\d\b)"
)
# Places by their form, unless the ending belongs to an ordinary word (智慧城市, 园区, 步行街).
_PLACES = re.compile(
    r"(?!智慧|数字|智能|城市|城镇|乡镇|乡村|美丽|和美|全市|全区|全省)"
    r"(?:[\u4e00-\u9fff]{2,8}?族?自治[县区州旗]|[\u4e00-\u9fff]{2,4}?"
    r"(?:省|自治区|自治州|新区|开发区|高新区|街道|(?<!城)市(?![政民场容面值域])|(?<![园社小库景校街厂灾矿港税范验])区"
    r"|县|(?<!城)镇|乡(?![镇村])|(?<![行业])街(?![道区景])))(?=[\u4e00-\u9fff]|\W|$)"
)
_UNITS = re.compile(
    r"(?:人民政府|办事处|管委会|管理委员会|委员会|(?:股份|集团|控股)*有限(?:责任)?公司|集团公司)"
)
# How it is bought says nothing of what is needed; at the end 项目 and 采购 do neither.
_BUYING = re.compile(
    r"公开招标|邀请招标|竞争性(?:磋商|谈判)|单一来源|框架协议|政府采购|(?:招标|采购|中标|成交|结果|更正)公[告示]"
    r"|中标候选人公示|采购意向|招标文件|公[示告]$"
    rf"|[(（](?:第?\s*{_NUMBER}\s*次|重新|再次|重|电子)?(?:招标?|采购|公[示告]|标)?[)）]"
    rf"|第{_NUMBER}次公[示告]"
)
_CLOSING = re.compile(
    r"(?:(?:采购|招标|服务|建设|实施|改造|升级|购置|试点|示范)*(?:项目|标段)|(?:服务)?采购|招标)$"
)
_EMPTY_BRACKETS = re.compile(r"[(（【\[〔]\s*[)）】\]〕]")
_GAPS = re.compile(r"\s{2,}")
_LEAST: Final = 4
"""Letters that must be left for closing words to go."""


def strip_context(text: str, names: Iterable[str] | Lexicon = EMPTY) -> str:
    """The text without owner, place, phase, year and way of buying: the need, to meet its twin.

    Give it folded text. `names`: owners, organisations, districts and cities known to the
    platform; the longest go first (make a `Lexicon` once for many texts). Numbered phases, lots
    and years go by their form, and place names of a common form at the beginning
    (`荔湾区多宝街道…`); further inside only known ones do, since `区` or `市` also ends ordinary
    words. Returns the text unchanged if nothing would be left.
    """
    lexicon = names if isinstance(names, Lexicon) else Lexicon(names)
    bare = _without(_leading_places(text), lexicon)
    for pattern in (_BUYING, _PHASES, _UNITS, _EMPTY_BRACKETS):
        bare = pattern.sub("", bare)
    bare = _GAPS.sub(" ", _leading_places(bare)).strip()
    closed = _CLOSING.sub("", bare)
    bare = closed if len(closed) >= _LEAST else bare
    return bare if re.search(r"\w", bare) else text


def strip_all(texts: Iterable[str], names: Iterable[str] | Lexicon = EMPTY) -> list[str]:
    """`strip_context` of many texts with one list of names."""
    lexicon = names if isinstance(names, Lexicon) else Lexicon(names)
    return [strip_context(text, lexicon) for text in texts]


def _without(text: str, names: Lexicon) -> str:
    kept: list[str] = []
    at = 0
    for start, end in names.longest(text):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _leading_places(text: str) -> str:
    start = 0
    while (place := _PLACES.match(text, start)) and place.end() < len(text):
        start = place.end()
    return text[start:]
