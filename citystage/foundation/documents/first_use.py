"""The certificate of a first use 首试首用, with the code of the page that verifies it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from citystage.foundation.documents.labels import long_date
from citystage.foundation.documents.model import Language
from citystage.foundation.documents.plain import line, soften
from citystage.foundation.documents.press import Content, press_pdf
from citystage.foundation.documents.qr import qr_svg


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUseSheet:
    """What the certificate says."""

    title: str
    product: str
    maker: str
    kind: str
    user: str
    place: str
    used_on: date
    number: str
    issuer: str
    proven_on: date
    address: str
    "The page behind the QR code."
    language: Language


_BODY: Final[dict[Language, str]] = {
    "zh-hans": "经核实，{maker}研制的“{product}”于{day}由{user}首次投入应用，特此证明。",
    "en": "It is confirmed that “{product}”, made by {maker}, was first put into use on {day} by"
    " {user}.",
}
_FACTS: Final[dict[Language, tuple[str, str, str, str]]] = {
    "zh-hans": ("证明编号", "类别", "应用地点", "扫码核验"),
    "en": ("Number", "Kind", "Place of use", "Scan to verify"),
}


def first_use_pdf(told: FirstUseSheet) -> bytes:
    """One landscape page; the same first use gives the same bytes."""
    number, kind, place, scan = _FACTS[told.language]
    body = _BODY[told.language].format(
        maker=told.maker,
        product=told.product,
        user=told.user,
        day=long_date(told.used_on, told.language),
    )
    facts: list[Content] = [[number, line(told.number, limit=60)], [kind, told.kind]]
    if told.place:
        facts.append([place, line(told.place, limit=80)])
    content: dict[str, Content] = {
        "name": line(told.product, limit=120),
        "heading": line(told.title, limit=40),
        "body": [soften(line(body, limit=500))],
        "facts": facts,
        "issuer": line(told.issuer, limit=60),
        "awarded": long_date(told.proven_on, told.language),
        "address": told.address,
        "qr": qr_svg(told.address),
        "scan": scan,
    }
    return press_pdf("certificate.typ", content, language=told.language, dated=told.proven_on)
