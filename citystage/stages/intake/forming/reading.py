"""Stored answers as words (for lists, documents, comparisons) and as the text of a form field."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from citystage.kernel.money import WAN_YUAN, YUAN
from citystage.kernel.texts import in_english
from citystage.stages.intake.forming.answering import Lexicon, Typed
from citystage.stages.intake.forming.definition import Field
from citystage.stages.intake.forming.values import CONTACT_PARTS

_TEN_THOUSAND_YUAN = Decimal(10_000)


def readable(asked: Field, answer: object, *, lexicon: Lexicon, english: bool | None = None) -> str:
    """An answer in words; "" when there is none. Never raises on what an older form stored."""
    to_english = in_english() if english is None else english
    if answer is None or answer in ("", [], {}):
        return ""
    if isinstance(answer, list):
        named = [_named(asked, one, lexicon, english=to_english) for one in answer]
        return (", " if to_english else "、").join(named)
    if isinstance(answer, Mapping):
        return _parts(answer, english=to_english)
    return _single(asked, answer, lexicon, english=to_english)


def _single(asked: Field, answer: object, lexicon: Lexicon, *, english: bool) -> str:
    if isinstance(answer, bool):
        words = ("Yes", "No") if english else ("是", "否")
        return words[0] if answer else words[1]
    if asked.type == "money" and isinstance(answer, int):
        return _money(answer, english=english)
    if asked.type == "date":
        return _day(str(answer), english=english)
    if asked.type == "number" and isinstance(answer, int | float):
        unit = asked.unit.said(english=english)
        return f"{answer:,}" + (f" {unit}" if unit and english else unit)
    return _named(asked, answer, lexicon, english=english)


def _named(asked: Field, answer: object, lexicon: Lexicon, *, english: bool) -> str:
    if asked.type in ("choice", "multi_choice"):
        labels = {o.value: o.label.said(english=english) for o in asked.options}
        return labels.get(str(answer), str(answer))
    if asked.type == "district":
        return lexicon.districts.get(str(answer), str(answer))
    if asked.type == "term":
        return lexicon.terms.get(asked.scheme, {}).get(str(answer), str(answer))
    if asked.type == "file" and isinstance(answer, int):
        return lexicon.files.get(answer, f"#{answer}")
    return str(answer)


def _parts(answer: Mapping[str, object], *, english: bool) -> str:
    if "from" in answer:
        first, last = (_day(str(answer.get(end, "")), english=english) for end in ("from", "until"))
        return f"{first} – {last}" if english else f"{first}至{last}"
    said = [str(answer[name]) for name in CONTACT_PARTS if answer.get(name)]
    return (", " if english else "，").join(said)


def _day(text: str, *, english: bool) -> str:
    try:
        at = date.fromisoformat(text)
    except ValueError:
        return text
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 -- reads better
    if english:
        return f"{at.day} {months[at.month - 1]} {at.year}"
    return f"{at.year}年{at.month}月{at.day}日"


def _money(fen: int, *, english: bool) -> str:
    yuan = Decimal(fen) / YUAN
    if english:
        return f"CNY {_plain(yuan)}"
    if yuan >= _TEN_THOUSAND_YUAN:
        return f"{_plain(yuan / _TEN_THOUSAND_YUAN)}万元"
    return f"{_plain(yuan)}元"


def _plain(value: Decimal) -> str:
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def typed_again(asked: Field, answer: object) -> Typed:
    """An answer as a person would type it: reading it again gives the same answer."""
    if answer is None:
        return {} if asked.type in ("period", "contact") else ""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Mapping):
        return {str(name): str(part) for name, part in answer.items()}
    if isinstance(answer, list):
        return [str(one) for one in answer]
    if asked.type == "money" and isinstance(answer, int):
        unit = WAN_YUAN if asked.in_ten_thousands else YUAN
        return _plain_exact(Decimal(answer) / unit)
    return str(answer)


def _plain_exact(value: Decimal) -> str:
    text = f"{value:.8f}"
    return text.rstrip("0").rstrip(".")
