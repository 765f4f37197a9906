"""What a document says, as plain data: every text in its language, nothing to look up."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

type Language = Literal["zh-hans", "en"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _demand(pattern: re.Pattern[str], value: str, meaning: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"{value!r} is no {meaning}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record of a list, as frozen at release. Empty text: not stated, not printed."""

    ordinal: int
    "Its place in the whole list, from 1; the reader finds it by this number."
    code: str
    title: str
    owner: str = ""
    district: str = ""
    tier: str = ""
    side: str = ""
    need: str = ""
    "What is wanted, in paragraphs divided by line feeds."
    goals: tuple[str, ...] = ()
    "Measurable goals; numbered in print, so an answer can name them."
    money: str = ""
    mode: str = ""
    period: str = ""
    contact_note: str = ""
    "How to reach the owner; never a person's number unless the owner published it."
    url: str = ""
    note: str = ""
    "What is to be known of this entry itself: withdrawn, merged, how much of it is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The items of one field, in the order of their ordinals."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """A correction, addition or withdrawal made after release; the list itself stays as it was."""

    number: str
    on: date
    kind: str
    "更正, 补充 or 撤回 in words."
    text: str
    item_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """A released list (清单): frozen, numbered, hashed, with the address where it can be verified.

    `released_on` dates the file itself, so the same list gives the same bytes on any day.
    Raises ValueError when `sha256` is not 64 lower-case hexadecimal digits.
    """

    title: str
    issuer: str
    number: str
    "As in 青场景〔2026〕1号."
    released_on: date
    language: Language
    sections: tuple[Section, ...]
    sha256: str
    address: str
    "The public page of this list."
    letterhead: str = ""
    "The red line on top, as in 青岛市场景应用促进中心文件; none when empty."
    subtitle: str = ""
    introduction: str = ""
    addenda: tuple[Addendum, ...] = ()
    knowledge: str = ""
    "How much of the list is known: 'the press states 143 items, 12 of which are named'."
    source: str = ""

    def __post_init__(self) -> None:
        _demand(_SHA256, self.sha256, "SHA-256 in hexadecimal")

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A headed part of a record sheet; `points` are numbered after the text."""

    title: str
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the timeline."""

    on: date
    what: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the stage bar."""

    title: str
    standing: Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet:
    """One scenario on two pages, with a QR code of its page, to be printed or handed over.

    `facts` are pairs of label and value; those with an empty value are not printed. Texts too
    long for two pages are cut, and the sheet says so.
    """

    code: str
    title: str
    owner: str
    language: Language
    printed_on: date
    address: str
    summary: str = ""
    issuer: str = ""
    "Who runs the site, for the header."
    stages: tuple[Stage, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    passages: tuple[Passage, ...] = ()
    timeline: tuple[Happening, ...] = ()
    lists: tuple[str, ...] = ()
    "The released lists this record is in, as in 青场景〔2026〕1号 第12项."
    sha256: str = ""
    accent: str = "#1f5f8b"

    def __post_init__(self) -> None:
        _demand(_COLOUR, self.accent, "colour such as #1f5f8b")
        if self.sha256:
            _demand(_SHA256, self.sha256, "SHA-256 in hexadecimal")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCard:
    """What a chat or a social network shows of one scenario: 1200 × 630 pixels."""

    title: str
    owner: str
    city: str
    "The site's name, as in 青岛场景."
    address: str
    language: Language
    summary: str = ""
    marks: tuple[str, ...] = ()
    "Short words under the title: field, tier, district, days left."
    accent: str = "#1f5f8b"

    def __post_init__(self) -> None:
        _demand(_COLOUR, self.accent, "colour such as #1f5f8b")
