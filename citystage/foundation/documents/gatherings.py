"""Papers of an event: brochure, badges, the list at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from citystage.foundation.documents.labels import long_date
from citystage.foundation.documents.model import Language
from citystage.foundation.documents.plain import clean, line, soften, titled
from citystage.foundation.documents.press import Content, press_pdf
from citystage.foundation.documents.qr import qr_svg

_LONG: Final = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What all papers of one event say of it."""

    title: str
    organiser: str
    number: str
    when: str
    where: str
    address: str
    "Its public page."
    language: Language
    printed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One participant's page of a brochure. An empty contact is one that may not be shown."""

    organisation: str
    field: str
    name: str
    post: str
    direction: str
    needs: str
    contact: Sequence[str]
    address: str
    "The page behind the code."


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What one badge says; ``address`` is the link that is scanned at the desk."""

    number: int
    name: str
    organisation: str
    post: str
    code: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRow:
    """One row of the list at the door."""

    number: int
    name: str
    organisation: str
    code: str
    arrived: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    brochure: str
    contents: str
    index: str
    other: str
    direction: str
    needs: str
    contact: str
    no_contact: str
    unsaid: str
    scan: str
    edition: str
    organiser: str
    when: str
    where: str
    consent: str
    nobody: str
    participant: str
    list_title: str
    here: str
    number: str
    name: str
    organisation: str
    code: str
    noted: str
    list_how: str
    printed: str


_WORDS: Final[dict[Language, _Words]] = {
    "zh-hans": _Words(
        brochure="参会单位手册",
        contents="目录",
        index="按领域索引",
        other="其他领域",
        direction="方向",
        needs="对接需求",
        contact="联系方式",
        no_contact="未公开，可扫码查看最新信息。",
        unsaid="未填写",
        scan="扫码查看",
        edition="第{edition}版 {day}印制",
        organiser="主办",
        when="时间",
        where="地点",
        consent="内容由参会单位提供并同意刊登。印制后如有单位撤回，以新版为准。",
        nobody="还没有单位同意刊登。",
        participant="参会",
        list_title="签到表",
        here="到",
        number="序号",
        name="姓名",
        organisation="单位",
        code="签到码",
        noted="已签到",
        list_how="断网时在方框内打勾并写明时间，恢复后按“签到码或序号，1，时间”录成 CSV 上传，"
        "重复上传不会重复签到。",
        printed="打印于{day}",
    ),
    "en": _Words(
        brochure="Who takes part",
        contents="Contents",
        index="Index by field",
        other="Other fields",
        direction="Direction",
        needs="Looks for",
        contact="Contact",
        no_contact="Not published. The code leads to what is known today.",
        unsaid="not stated",
        scan="Scan to open",
        edition="Edition {edition}, printed {day}",
        organiser="Held by",
        when="When",
        where="Where",
        consent="Participants wrote their pages and agreed to print them. If one of them "
        "withdraws, the next edition counts.",
        nobody="Nobody has agreed to be printed yet.",
        participant="Participant",
        list_title="List for the door",
        here="Here",
        number="No.",
        name="Name",
        organisation="Organisation",
        code="Code",
        noted="noted",
        list_how="Without a network tick the box and write the time; later upload a CSV of "
        "“code or number,1,time”. Uploading it twice notes nobody twice.",
        printed="Printed {day}",
    ),
}


def brochure_pdf(told: Occasion, *, edition: int, profiles: Sequence[Profile]) -> bytes:
    """Cover, contents, a page for each participant in the order given, index by field."""
    words = _WORDS[told.language]
    pages: list[Content] = [_page(one, words) for one in profiles]
    fields: dict[str, list[Content]] = {}
    for number, one in enumerate(profiles, start=1):
        fields.setdefault(line(one.field, limit=60), []).append(number)
    named = sorted(name for name in fields if name)
    index: list[Content] = [{"name": name, "pages": fields[name]} for name in named]
    if "" in fields:
        index.append({"name": words.other, "pages": fields[""]})
    content: dict[str, Content] = {
        **_occasion(told, words),
        "heading": words.brochure,
        "edition": words.edition.format(
            edition=edition, day=long_date(told.printed_on, told.language)
        ),
        "consent": words.consent,
        "pages": pages,
        "index": index,
        "words": {
            name: getattr(words, name)
            for name in (
                "contents", "index", "direction", "needs", "contact", "scan", "nobody",
            )
        },
    }  # fmt: skip
    return press_pdf("brochure.typ", content, language=told.language, dated=told.printed_on)


def badges_pdf(told: Occasion, *, badges: Sequence[Badge]) -> bytes:
    """Ten badges of 90 × 54 mm on each A4 sheet, with marks to cut along."""
    words = _WORDS[told.language]
    cards: list[Content] = [
        {
            "number": str(one.number),
            "name": titled(one.name, untitled=words.participant, limit=30),
            "organisation": soften(line(one.organisation, limit=60)),
            "post": line(one.post, limit=30),
            "code": one.code,
            "qr": qr_svg(one.address),
        }
        for one in badges
    ]
    content = {**_occasion(told, words), "cards": cards}
    return press_pdf("badges.typ", content, language=told.language, dated=told.printed_on)


def door_list_pdf(told: Occasion, *, rows: Sequence[DoorRow]) -> bytes:
    """Everybody with a confirmed place by name, a box each, for the day the network is gone."""
    words = _WORDS[told.language]
    lines: list[Content] = [
        {
            "number": str(one.number),
            "name": line(one.name, limit=40),
            "organisation": soften(line(one.organisation, limit=60)),
            "code": one.code,
            "arrived": one.arrived,
        }
        for one in rows
    ]
    content: dict[str, Content] = {
        **_occasion(told, words),
        "heading": words.list_title,
        "how": words.list_how,
        "printed": words.printed.format(day=long_date(told.printed_on, told.language)),
        "heads": [words.here, words.number, words.name, words.organisation, words.code],
        "rows": lines,
    }
    return press_pdf("door_list.typ", content, language=told.language, dated=told.printed_on)


def _occasion(told: Occasion, words: _Words) -> dict[str, Content]:
    facts: list[Content] = [
        [label, soften(line(value, limit=200))]
        for label, value in (
            (words.organiser, told.organiser),
            (words.when, told.when),
            (words.where, told.where),
        )
        if value
    ]
    return {
        "title": line(told.title, limit=120),
        "organiser": line(told.organiser, limit=80),
        "number": told.number,
        "facts": facts,
        "address": told.address,
        "qr": qr_svg(told.address),
    }


def _page(one: Profile, words: _Words) -> Content:
    contact: list[Content] = [soften(line(part, limit=120)) for part in one.contact if part]
    return {
        "organisation": titled(one.organisation, untitled=words.participant, limit=80),
        "field": line(one.field, limit=60),
        "person": " ".join(
            part for part in (line(one.name, limit=40), line(one.post, limit=40)) if part
        ),
        "direction": _paragraphs(one.direction, words),
        "needs": _paragraphs(one.needs, words),
        "contact": contact or [words.no_contact],
        "address": one.address,
        "qr": qr_svg(one.address),
    }


def _paragraphs(text: str, words: _Words) -> list[Content]:
    kept = clean(text[: _LONG * 4])[:_LONG]
    parts: list[Content] = [soften(part) for part in kept.splitlines() if part.strip()]
    return parts or [words.unsaid]
