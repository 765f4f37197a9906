"""A question said back in words: what was understood, and what was not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from citystage.engines.search.language import LONGEST_QUERY, MOST_PIECES, Operator, Trouble
from citystage.stages.catalogue.queries.asking import values
from citystage.stages.catalogue.queries.asking.names import LABELS, written
from citystage.stages.catalogue.queries.asking.question import Note, Part, Sense
from citystage.web.shell import formats
from citystage.web.shell.components import Text

_SIGNS = {
    Operator.MORE: ">", Operator.AT_LEAST: "≥", Operator.LESS: "<", Operator.AT_MOST: "≤",
}  # fmt: skip
_DOUBTS: dict[Trouble, Text] = {
    Trouble.TOO_LONG: gettext_lazy("Only the first %(n)d characters were read."),
    Trouble.TOO_MANY: gettext_lazy("Only the first %(n)d words and conditions were read."),
    Trouble.UNCLOSED_QUOTE: gettext_lazy(
        "A quotation mark is not closed; the phrase was read to the end."
    ),
    Trouble.EMPTY_EXCLUSION: gettext_lazy("A minus sign stands alone; put it right before a word."),
    Trouble.BAD_RANGE: gettext_lazy("A range needs a number on at least one side."),
    Trouble.UNKNOWN_FIELD: gettext_lazy(
        "“%(piece)s:” is no condition known here; it was searched as words."
    ),
    Trouble.EMPTY_VALUE: gettext_lazy("The condition “%(name)s” has no value and was left out."),
    Trouble.UNKNOWN_VALUE: gettext_lazy(
        "“%(piece)s” is not among the values of “%(name)s”; it was searched as words."
    ),
}
_MEASURED = frozenset({"money", "day", "until", "year"})
_UNREADABLE = gettext_lazy("“%(piece)s” cannot be read as a value of “%(name)s”; it was left out.")


def said(part: Part) -> str:
    """One part of a question as a chip says it."""
    if part.sense is Sense.WORD:
        return part.value
    if part.sense is Sense.PHRASE:
        return _("“%(phrase)s”") % {"phrase": part.value}
    if part.sense is Sense.EXCLUSION:
        return _("without “%(word)s”") % {"word": part.value}
    told = {"facet": LABELS[part.name], "value": _value(part)}
    if part.excluded:
        return _("not %(facet)s: %(value)s") % told
    return _("%(facet)s: %(value)s") % told


def _value(part: Part) -> str:
    if part.labels:
        named = pgettext("between values", ", ").join(str(label) for label in part.labels[:3])
        more = len(part.labels) - 3
        named += _(" and %(n)d more") % {"n": more} if more > 0 else ""
        if part.name == "near":
            return _("%(place)s, within %(km)d km") % {
                "place": named, "km": values.place(part.value)[1],
            }  # fmt: skip
        return named
    value, upper = (_amount(part.name, text) for text in (part.value, part.upper))
    if part.operator is Operator.BETWEEN:
        return f"{value}–{upper}"
    sign = _SIGNS.get(part.operator, "")
    return f"{sign} {value}".strip()


def _amount(name: str, text: str) -> str:
    fen = values.amount(text) if name == "money" and text else None
    return formats.money(fen) if fen is not None else text


def doubts(notes: Iterable[Note]) -> list[str]:
    """What was not taken as written, each said once and what became of it."""
    return list(dict.fromkeys(_doubt(note) for note in notes))


def _doubt(note: Note) -> str:
    told = {
        "piece": note.piece,
        "name": str(LABELS.get(note.name, note.name)),
        "n": LONGEST_QUERY if note.trouble is Trouble.TOO_LONG else MOST_PIECES,
    }
    wording = _DOUBTS[note.trouble]
    if note.trouble is Trouble.UNKNOWN_VALUE and note.name in _MEASURED:
        wording = _UNREADABLE
    return str(wording) % told


def examples() -> list[tuple[str, str]]:
    """The language of questions by example, in the reader's own names."""
    return [
        (f'"{_("intelligent inspection")}"', _("these words together, in this order")),
        (_("inspection -drones"), _("with the first word, without the second")),
        (
            f"{written('field')}:{_('low-altitude')}",
            _("a field, an industry chain, a city, a district…"),
        ),
        (
            f"{written('money')}:>500",
            _("more than CNY 5 m (a bare number counts ten thousand yuan)"),
        ),
        (f"{written('money')}:100..500", _("between two amounts")),
        (
            f"{written('day')}:2026-05",
            _("published in that month; a year or a day will do as well"),
        ),
        (f"{written('district')}:{_('Laoshan')}", _("in this district")),
        (f"{written('near')}:{_('Laoshan')}/30km", _("within this distance of it")),
        (f"{written('owner')}:hny", _("of this organisation, by name or by pinyin initials")),
        (f"-{written('status')}:{_('landed')}", _("a minus sign turns any condition around")),
    ]
