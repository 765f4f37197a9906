"""Pinyin of names: what people type on a Latin keyboard to find an organisation."""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Final

import rjieba
from pypinyin import Style, lazy_pinyin

from citystage.engines.text.folding import fold

LONGEST_NAME: Final = 60
MOST_READINGS: Final = 8
MOST_BEGINNINGS: Final = 8
_PART = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")

# Characters of place words and surnames with a second common reading (Xiandai Hanyu Cidian).
# pypinyin's phrase table gives the first reading; these give what people may type instead.
_OTHER_READINGS: Final = {
    "重": "chong zhong", "长": "chang zhang", "行": "hang xing", "乐": "le yue",
    "单": "dan shan", "曾": "zeng ceng", "仇": "qiu chou", "解": "jie xie",
    "朝": "chao zhao", "都": "du dou", "区": "qu ou", "盛": "sheng cheng",
    "厦": "xia sha", "六": "liu lu", "蚌": "beng bang", "查": "cha zha",
    "尉": "wei yu", "翟": "zhai di", "传": "chuan zhuan", "调": "diao tiao",
    "会": "hui kuai", "藏": "cang zang",
    "铅": "qian yan", "浒": "hu xu", "堡": "bao bu pu", "莘": "shen xin",
    "牟": "mou mu", "覃": "qin tan", "朴": "pu piao", "盖": "gai ge",
    "缪": "miao mou", "召": "zhao shao", "郇": "xun huan", "洗": "xi xian",
    "柏": "bai bo", "薄": "bo bao", "石": "shi dan",
    "率": "lv shuai", "校": "xiao jiao", "卡": "ka qia",

    "冯": "feng ping", "万": "wan mo",
}  # fmt: skip


type _Unit = tuple[str, str | None]
"""What is typed for a character and the character; or a Latin word and None."""


def name_keys(name: str) -> set[str]:
    """Keys that find a name by prefix: full pinyin and initials, from each word's beginning.

    `海纳云` gives `hainayun` and `hny`; `青岛海纳云科技` gives these as beginnings too
    (`hainayunkeji`, `hnykj`), so a look-up by prefix needs no knowledge of the place in front.
    Polyphonic characters give each common reading, ü is `v` (`lv`), Latin letters and digits
    stay. Keys hold only `a-z0-9`; a name without letters gives none.
    """
    keys: set[str] = set()
    for beginning in _beginnings(fold(name)[:LONGEST_NAME]):
        for reading in islice(product(*map(_readings, beginning)), MOST_READINGS):
            keys.add("".join(full for full, _ in reading))
            keys.add("".join(short for _, short in reading))
    return keys - {""}


def _beginnings(folded: str) -> Iterator[list[_Unit]]:
    """The name, and what is left of it behind each of its first words."""
    words = [word for part in _PART.findall(folded) for word in rjieba.cut(part)]
    for at in range(min(len(words), MOST_BEGINNINGS)):
        yield [unit for word in words[at:] for unit in _units(word)]


def _units(word: str) -> list[_Unit]:
    """Characters with the reading their word gives them; a Latin word or number stays whole."""
    if word.isascii():
        return [(word, None)]
    usual = lazy_pinyin(word, style=Style.NORMAL, errors=_unread)  # type: ignore[arg-type]  # lists are documented
    return list(zip(usual, word, strict=True))


def _unread(rare: str) -> list[str]:
    """No syllable for each character without a reading; else pypinyin would give them as one."""
    return [""] * len(rare)


def _readings(unit: _Unit) -> list[tuple[str, str]]:
    """Ways to type a unit: (in full, in short). Latin words stay whole in both: AI创新 is aicx."""
    usual, letter = unit
    if letter is None:
        return [(usual, usual)]
    syllables = dict.fromkeys([usual, *_OTHER_READINGS.get(letter, "").split()])
    return [(syllable, syllable[:1]) for syllable in syllables]
