"""Plaque and certificate of a recognition, with the code of the page that verifies it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from citystage.foundation.documents.labels import long_date
from citystage.foundation.documents.model import Language
from citystage.foundation.documents.plain import line, soften
from citystage.foundation.documents.press import Content, press_pdf, press_png, press_svg
from citystage.foundation.documents.qr import qr_svg


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What plaque and certificate say."""

    name: str
    "The lab."
    title: str
    "What it is recognised as."
    builder: str
    issuer: str
    number: str
    batch: int
    since: date
    until: date | None
    address: str
    "The page behind the QR code."
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    heading: str
    body: str
    body_built: str
    number: str
    batch: str
    term: str
    from_to: str
    open_end: str
    scan: str


_WORDS: Final[dict[Language, _Words]] = {
    "zh-hans": _Words(
        heading="认定证书",
        body="经评审、公示，认定“{name}”为{title}。",
        body_built="经评审、公示，认定{builder}建设的“{name}”为{title}。",
        number="证书编号",
        batch="批次",
        term="有效期",
        from_to="{since}至{until}",
        open_end="自{since}起",
        scan="扫码核验",
    ),
    "en": _Words(
        heading="Certificate of Recognition",
        body="After expert review and public notice, “{name}” is recognised as {title}.",
        body_built=(
            "After expert review and public notice, “{name}”, built by {builder}, is recognised"
            " as {title}."
        ),
        number="Number",
        batch="Batch",
        term="Valid",
        from_to="{since} to {until}",
        open_end="from {since}",
        scan="Scan to verify",
    ),
}


def certificate_pdf(told: Recognition) -> bytes:
    """One landscape page; the same recognition gives the same bytes."""
    words = _WORDS[told.language]
    said = words.body_built if told.builder else words.body
    body = said.format(name=told.name, title=told.title, builder=told.builder)
    content: dict[str, Content] = {
        "name": line(told.name, limit=120),
        "heading": words.heading,
        "body": [soften(line(body, limit=400))],
        "facts": [
            [words.number, line(told.number, limit=60)],
            [words.batch, str(told.batch)],
            [words.term, _term(told, words)],
        ],
        "issuer": line(told.issuer, limit=60),
        "awarded": long_date(told.since, told.language),
        "address": told.address,
        "qr": qr_svg(told.address),
        "scan": words.scan,
    }
    return press_pdf("certificate.typ", content, language=told.language, dated=told.since)


def plaque_svg(told: Recognition) -> bytes:
    """The plaque as SVG, its letters drawn as outlines: it looks the same everywhere."""
    return press_svg("plaque.typ", _plaque(told), language=told.language)


def plaque_png(told: Recognition) -> bytes:
    """The plaque as PNG, 600 × 400 pixels."""
    return press_png("plaque.typ", _plaque(told), language=told.language)


def _plaque(told: Recognition) -> dict[str, Content]:
    words = _WORDS[told.language]
    return {
        "name": soften(line(told.name, limit=90)),
        "title": line(told.title, limit=60),
        "builder": line(told.builder, limit=80),
        "issuer": line(told.issuer, limit=60),
        "number": line(told.number, limit=60),
        "term": _term(told, words),
        "qr": qr_svg(told.address),
        "scan": words.scan,
    }


def _term(told: Recognition, words: _Words) -> str:
    since = long_date(told.since, told.language)
    if told.until is None:
        return words.open_end.format(since=since)
    return words.from_to.format(since=since, until=long_date(told.until, told.language))
