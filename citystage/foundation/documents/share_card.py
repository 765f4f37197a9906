"""The picture of a scenario that travels in chats: title, owner, the city's colour, a QR code."""

from citystage.foundation.documents.labels import labels
from citystage.foundation.documents.model import ShareCard
from citystage.foundation.documents.plain import line, soften, titled
from citystage.foundation.documents.press import Content, press_png
from citystage.foundation.documents.qr import qr_svg

WIDTH, HEIGHT = 1200, 630
_TITLE, _SUMMARY, _MARK, _OWNER, _MARKS = 60, 34, 16, 40, 4


def share_card_png(card: ShareCard) -> bytes:
    """1200 × 630 pixels, PNG; texts too long for the card end in an ellipsis."""
    marks: list[Content] = [line(mark, limit=_MARK) for mark in card.marks[:_MARKS] if mark.strip()]
    words = labels(card.language)
    wide = 2 if card.language == "en" else 1  # Latin letters take half the room
    content: dict[str, Content] = {
        "title": soften(titled(card.title, untitled=words.untitled, limit=_TITLE * wide)),
        "owner": soften(line(card.owner, limit=_OWNER * wide)),
        "summary": soften(line(card.summary, limit=_SUMMARY * wide)),
        "city": line(card.city, limit=_OWNER),
        "marks": marks,
        "accent": card.accent,
        "qr": qr_svg(card.address),
        "scan": words.scan,
    }
    return press_png("card.typ", content, language=card.language)
