"""Released lists and record sheets as PDF."""

from citystage.foundation.documents.labels import (
    Labels,
    heading_number,
    labels,
    long_date,
)
from citystage.foundation.documents.model import (
    Addendum,
    Item,
    Language,
    ListDocument,
    RecordSheet,
    Section,
)
from citystage.foundation.documents.plain import (
    TEXT_LIMIT,
    TITLE_LIMIT,
    clean,
    clip,
    line,
    share_out,
    soften,
    titled,
)
from citystage.foundation.documents.press import Content, press_pdf
from citystage.foundation.documents.qr import qr_svg

_SHORT = 16
_CODE_CELL = 14
_SHEET_BUDGET = {"zh-hans": 2_600, "en": 5_200}
_SHEET_FACTS, _SHEET_EVENTS, _SHEET_LISTS, _SHEET_STAGES = 16, 10, 4, 6


def list_pdf(document: ListDocument) -> bytes:
    """The list as an official document: first page, contents by field, table, one block an item.

    The same document gives the same bytes. 200 items take well under ten seconds.
    """
    words, language = labels(document.language), document.language
    sections: list[Content] = [
        _section(section, place, words, language)
        for place, section in enumerate(document.sections, start=1)
    ]
    content: dict[str, Content] = {
        "words": _words(words),
        "title": _title(document.title, words),
        "subtitle": _line(document.subtitle),
        "letterhead": line(document.letterhead, limit=40),
        "issuer": _line(document.issuer),
        "number": line(document.number, limit=60),
        "released": long_date(document.released_on, language),
        "count": words.count.format(count=document.count),
        "introduction": _paragraphs(document.introduction, words),
        "sections": sections,
        "addenda": [_addendum(entry, words, language) for entry in document.addenda],
        "knowledge": _paragraphs(document.knowledge, words),
        "source": _paragraphs(document.source, words),
        "sha256": document.sha256,
        "short": _short(document.sha256),
        "address": line(document.address, limit=500),
        "qr": qr_svg(document.address),
    }
    return press_pdf("list.typ", content, language=language, dated=document.released_on)


def record_pdf(sheet: RecordSheet) -> bytes:
    """One scenario on exactly two pages, set as large as its text allows."""
    words, language = labels(sheet.language), sheet.language
    wide = 2 if language == "en" else 1  # Latin letters take half the room
    facts: list[Content] = [
        [line(label, limit=24), soften(line(value, limit=120))]
        for label, value in sheet.facts
        if value.strip()
    ]
    timeline: list[Content] = [
        [
            long_date(entry.on, language),
            soften(line(entry.what, limit=60 * wide)),
            line(entry.who, limit=30 * wide),
        ]
        for entry in sheet.timeline[-_SHEET_EVENTS:]
    ]
    content: dict[str, Content] = {
        "words": _words(words),
        "title": _title(sheet.title, words, limit=90 * wide),
        "summary": soften(line(sheet.summary, limit=160 * wide)),
        "code": line(sheet.code, limit=60),
        "owner": soften(line(sheet.owner, limit=80)),
        "issuer": line(sheet.issuer, limit=40),
        "printed": long_date(sheet.printed_on, language),
        "accent": sheet.accent,
        "stages": [
            {"title": line(stage.title, limit=14), "standing": stage.standing}
            for stage in sheet.stages[:_SHEET_STAGES]
        ],
        "facts": facts[:_SHEET_FACTS],
        "passages": _sheet_passages(sheet, words),
        "timeline": timeline,
        "lists": [soften(line(name, limit=80)) for name in sheet.lists[:_SHEET_LISTS]],
        "sha256": sheet.sha256,
        "short": _short(sheet.sha256),
        "address": line(sheet.address, limit=300),
        "qr": qr_svg(sheet.address),
    }
    return press_pdf("record.typ", content, language=language, dated=sheet.printed_on)


def _sheet_passages(sheet: RecordSheet, words: Labels) -> list[Content]:
    shown = [(entry, [entry.text, *entry.points]) for entry in sheet.passages[:12]]
    texts = share_out(
        [clean(text[: TEXT_LIMIT * 2]) for _, parts in shown for text in parts],
        budget=_SHEET_BUDGET[sheet.language],
        notice=words.cut,
    )
    passages: list[Content] = []
    for entry, parts in shown:
        own, texts = texts[: len(parts)], texts[len(parts) :]
        points: list[Content] = [soften(point) for point in own[1:] if point]
        passages.append(
            {"title": _title(entry.title, words), "text": _split(own[0]), "points": points},
        )
    return passages


def _section(section: Section, place: int, words: Labels, language: Language) -> Content:
    return {
        "title": heading_number(place, language) + _title(section.title, words),
        "count": words.count.format(count=len(section.items)),
        "items": [_item(item, words) for item in section.items],
    }


def _item(item: Item, words: Labels) -> Content:
    rows = (
        (words.need, item.need),
        (words.money, item.money),
        (words.mode, item.mode),
        (words.period, item.period),
        (words.contact, item.contact_note),
        (words.note, item.note),
    )
    marks: list[Content] = [line(mark, limit=30) for mark in (item.tier, item.side) if mark.strip()]
    return {
        "ordinal": item.ordinal,
        "code": soften(line(item.code, limit=60)),
        "code-cell": _code_cell(line(item.code, limit=60)),
        "title": _title(item.title, words),
        "owner": _line(item.owner),
        "district": soften(line(item.district, limit=40)),
        "marks": marks,
        "rows": [[label, _paragraphs(text, words)] for label, text in rows if text.strip()],
        "goals": [
            soften(clip(clean(goal[: TEXT_LIMIT * 2]), limit=1_000, notice=words.cut))
            for goal in item.goals[:30]
            if goal.strip()
        ],
        "url": line(item.url, limit=500) if item.url.startswith(("https://", "http://")) else "",
    }


def _code_cell(code: str) -> str:
    """A code too long for its column may break after each hyphen."""
    return code if len(code) <= _CODE_CELL else soften(code.replace("-", "-\u200b"))


def _addendum(entry: Addendum, words: Labels, language: Language) -> Content:
    return {
        "number": line(entry.number, limit=60),
        "date": long_date(entry.on, language),
        "kind": line(entry.kind, limit=30),
        "code": line(entry.item_code, limit=60),
        "text": _paragraphs(entry.text, words),
    }


def _title(text: str, words: Labels, *, limit: int = TITLE_LIMIT) -> str:
    return soften(titled(text, untitled=words.untitled, limit=limit))


def _line(text: str) -> str:
    return soften(line(text))


def _paragraphs(text: str, words: Labels) -> list[Content]:
    return _split(clip(clean(text[: TEXT_LIMIT * 2]), limit=TEXT_LIMIT, notice=words.cut))


def _split(text: str) -> list[Content]:
    return [soften(part.strip()) for part in text.split("\n") if part.strip()]


def _short(sha256: str) -> str:
    """The first 16 digits in fours: enough to compare by eye."""
    return " ".join(sha256[at : at + 4] for at in range(0, min(len(sha256), _SHORT), 4))


def _words(words: Labels) -> Content:
    return {name: getattr(words, name) for name in words.__slots__}
