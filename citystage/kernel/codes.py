"""Codes: unified social credit codes (GB 32100), administrative divisions (GB/T 2260)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stdnum.cn import uscc

_LENGTH: Final = 18
# GB 32100: digits and capitals without I, O, S, V, Z, which look like others.
_LETTERS: Final = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
# Registering authorities: establishment 1, foreign affairs 2, justice 3, culture 4,
# civil affairs 5, tourism 6, religion 7, unions 8, market regulation 9, military A,
# agriculture N, others Y.
_AUTHORITIES: Final = frozenset("123456789ANY")
_SEPARATORS = re.compile(r"[\s\-‐-―]+")
# Provinces of GB/T 2260 with the Xinjiang corps (66), Taiwan, Hong Kong and Macao;
# 100000 stands for the whole country.
_LISTED: Final = """
11 北京市 12 天津市 13 河北省 14 山西省 15 内蒙古自治区 21 辽宁省 22 吉林省 23 黑龙江省
31 上海市 32 江苏省 33 浙江省 34 安徽省 35 福建省 36 江西省 37 山东省 41 河南省 42 湖北省
43 湖南省 44 广东省 45 广西壮族自治区 46 海南省 50 重庆市 51 四川省 52 贵州省 53 云南省
54 西藏自治区 61 陕西省 62 甘肃省 63 青海省 64 宁夏回族自治区 65 新疆维吾尔自治区
66 新疆生产建设兵团 71 台湾省 81 香港特别行政区 82 澳门特别行政区
"""
_WORDS: Final = _LISTED.split()
_PROVINCES: Final = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_AREA = re.compile(r"(\d{2})(\d{2})(\d{2})")
_NATIONAL: Final = "100000"


class Flaw(StrEnum):
    """What is wrong with a code; the shell words it."""

    LENGTH = "length"
    LETTER = "letter"
    AUTHORITY = "authority"
    AREA = "area"
    CHECK_DIGIT = "check_digit"


class BadCode(ValueError):
    """A code is not valid: `flaw` says why, `position` (from 1) where, 0 if nowhere in particular.

    `found` is the offending part: the letter, or the length as a number.
    """

    def __init__(self, flaw: Flaw, *, position: int = 0, found: str = "") -> None:
        super().__init__(f"{flaw} at {position}: {found!r}")
        self.flaw = flaw
        self.position = position
        self.found = found


def parse_uscc(text: str) -> str:
    """A unified social credit code as 18 capitals and digits; spaces, dashes and width are mended.

    Checks length, letters, registering authority, the shape of the area code and the check digit
    (ISO 7064 MOD 31-3). Raises `BadCode`. Unlike `stdnum.cn.uscc.validate` it accepts the letter
    authorities A, N and Y, which village collectives and others really bear.
    """
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(code) != _LENGTH:
        raise BadCode(Flaw.LENGTH, found=str(len(code)))
    for position, letter in enumerate(code, start=1):
        if letter not in _LETTERS:
            raise BadCode(Flaw.LETTER, position=position, found=letter)
    if code[0] not in _AUTHORITIES:
        raise BadCode(Flaw.AUTHORITY, position=1, found=code[0])
    if not is_area_code(code[2:8]):
        raise BadCode(Flaw.AREA, position=3, found=code[2:8])
    if uscc.calc_check_digit(code[:-1]) != code[-1]:
        raise BadCode(Flaw.CHECK_DIGIT, position=_LENGTH, found=code[-1])
    return code


def is_area_code(code: str) -> bool:
    """Whether a code has the shape of GB/T 2260: known province, no district without city."""
    shape = _AREA.fullmatch(code)
    if not shape or not code.isascii():
        return False
    province, city, district = shape.groups()
    known = province in _PROVINCES and (city != "00" or district == "00")
    return known or code == _NATIONAL


def province_of(code: str) -> str:
    """The name of the province that an area code lies in; empty for what is no such code."""
    return _PROVINCES.get(code[:2], "") if is_area_code(code) else ""


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative division by its code."""

    code: str

    def __post_init__(self) -> None:
        if not is_area_code(self.code):
            raise BadCode(Flaw.AREA, found=self.code)

    @property
    def parent(self) -> str:
        """Code of the division around it: of a district its city, of a city its province."""
        if self.code.endswith("0000"):
            return _NATIONAL
        return self.code[:2] + "0000" if self.code.endswith("00") else self.code[:4] + "00"
