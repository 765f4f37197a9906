"""Boilerplate: whose, where and which phase; what is left is the need itself."""

import re
from collections.abc import Iterable

_NUMBER = "[0-9０-９一二三四五六七八九十]{1,4}"
_PHASES = re.compile(
    rf"第{_NUMBER}(?:期|批次|批|标段|包|阶段|轮|次)|{_NUMBER}(?:期|标段|阶段)(?:工程|项目)?"
    r"|(?:19|20)\d\d(?:[-—–~至]\d{2,4})?年度?|十[四五六]五(?:期间)?"
    r"|(?i:\bphase\s+(?:\d+|[ivx]+)\b|\b(?:lot|batch|stage)\s+\d+\b|\b20\d\d\b)"
)
# Places by their form, unless the ending belongs to an ordinary word (智慧城市, 园区, 步行街).
_PLACES = re.compile(
    r"(?!智慧|数字|智能|城市|城镇|乡镇|乡村|美丽|和美|全市|全区|全省)[\u4e00-\u9fff]{2,4}?"
    r"(?:省|自治区|自治州|新区|开发区|高新区|街道|(?<!城)市|(?<![园社小库景校街厂灾矿港税范验])区"
    r"|县|(?<!城)镇|乡(?![镇村])|(?<![行业])街(?![道区景]))(?=[\u4e00-\u9fff]|\W|$)"
)
_UNITS = re.compile(
    r"(?:人民政府|办事处|管委会|管理委员会|委员会|(?:股份|集团|控股)*有限(?:责任)?公司|集团公司)"
)
_EMPTY_BRACKETS = re.compile(r"[(（【\[〔]\s*[)）】\]〕]")
_GAPS = re.compile(r"\s{2,}")


def strip_boilerplate(text: str, owner_words: Iterable[str]) -> str:
    """The text without owner, region, phase and year, so that a need meets its twin elsewhere.

    `owner_words`: names of owners, units, districts and cities known to the platform; the longest
    go first. Numbered phases, lots and years go by their form. Place names of a common form at
    the beginning of the text (`荔湾区多宝街道…`) go too; further inside only known ones do, since
    `区` or `市` also ends ordinary words. Returns the text unchanged if nothing would be left.
    """
    bare = _leading_places(text)
    known = sorted({word for word in owner_words if len(word) > 1}, key=len, reverse=True)
    if known:
        bare = re.sub("|".join(map(re.escape, known)), "", bare)
    for pattern in (_PHASES, _UNITS, _EMPTY_BRACKETS):
        bare = pattern.sub("", bare)
    bare = _GAPS.sub(" ", _leading_places(bare)).strip()
    return bare if re.search(r"\w", bare) else text


def _leading_places(text: str) -> str:
    while (place := _PLACES.match(text)) and place.end() < len(text):
        text = text[place.end() :]
    return text
