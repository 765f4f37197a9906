"""What people type, cleaned into answers; every complaint is worded for its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from citystage.stages.intake.forming import values
from citystage.stages.intake.forming.definition import Field, Form
from citystage.stages.intake.forming.values import Unreadable

# As a page sends it: one text, several, or named parts (a period, a contact).
type Typed = str | Sequence[str] | Mapping[str, str]
type Answers = dict[str, object]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a city has to choose from: district and term names by code, files by number."""

    districts: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Answers fit to store, and what could not be read, by field."""

    answers: Answers
    errors: dict[str, str]


def clean(
    form: Form, typed: Mapping[str, Typed], *, before: Mapping[str, object], lexicon: Lexicon
) -> Cleaned:
    """Read what was typed. Nothing is required here, so that a draft can always be saved.

    A field that was not sent keeps its answer ``before``, so does one that cannot be read; a field
    that does not show with the new answers has none. Never raises, whatever is typed.
    """
    answers: Answers = {}
    errors: dict[str, str] = {}
    shown: set[str] = set()
    for one in form.fields:
        condition = one.show_if
        if condition and not (
            condition.field in shown and condition.met_by(answers.get(condition.field))
        ):
            continue
        shown.add(one.key)
        answer = before.get(one.key)
        if one.key in typed:
            try:
                answer = _READ[one.type](one, typed[one.key], lexicon)
            except Unreadable as problem:
                errors[one.key] = str(problem)
        if not is_empty(answer):
            answers[one.key] = answer
    return Cleaned(answers, errors)


def missing(
    form: Form, answers: Mapping[str, object], *, stage: str | None = None
) -> dict[str, str]:
    """Required fields that show and have no answer, at one stage or at all."""
    return {
        one.key: _("This is needed before submitting.")
        for one in form.visible(answers)
        if one.required and stage in (None, one.stage) and is_empty(answers.get(one.key))
    }


def is_empty(answer: object) -> bool:
    """Whether an answer says nothing ("no" and 0 say something)."""
    return answer is None or answer in ("", [], {})


def _many(typed: Typed) -> list[str]:
    if isinstance(typed, str):
        return [typed] if typed else []
    return [one for one in typed if one]


def _one(typed: Typed) -> str:
    if isinstance(typed, str):
        return typed
    return "" if isinstance(typed, Mapping) else next((one for one in typed if one), "")


def _parts(typed: Typed) -> Mapping[str, str]:
    return typed if isinstance(typed, Mapping) else {}


def _choice(asked: Field, typed: Typed, _lexicon: Lexicon) -> object:
    return values.chosen(_one(typed), {o.value: str(o.label) for o in asked.options})


def _choices(asked: Field, typed: Typed, _lexicon: Lexicon) -> object:
    known = {o.value: str(o.label) for o in asked.options}
    return values.unrepeated(values.chosen(one, known) for one in _many(typed))


def _term(asked: Field, typed: Typed, lexicon: Lexicon) -> object:
    known = lexicon.terms.get(asked.scheme, {})
    if asked.multiple:
        return values.unrepeated(values.chosen(one, known) for one in _many(typed))
    return values.chosen(_one(typed), known)


def _text(asked: Field, typed: Typed, _lexicon: Lexicon) -> object:
    return values.text(_one(typed), most=asked.longest, lines=asked.type == "long_text")


_READ: Mapping[str, Callable[[Field, Typed, Lexicon], object]] = {
    "text": _text,
    "long_text": _text,
    "choice": _choice,
    "multi_choice": _choices,
    "number": lambda asked, typed, _known: values.number(_one(typed), asked.min, asked.max),
    "money": lambda asked, typed, _known: values.money(
        _one(typed), least=asked.min, most=asked.max, ten_thousands=asked.in_ten_thousands
    ),
    "date": lambda _asked, typed, _known: values.day(_one(typed)),
    "period": lambda _asked, typed, _known: values.period(_parts(typed)),
    "district": lambda _asked, typed, known: values.chosen(_one(typed), known.districts),
    "term": _term,
    "contact": lambda _asked, typed, _known: values.contact(_parts(typed)),
    "file": lambda _asked, typed, known: values.files(_many(typed), known.files),
    "boolean": lambda _asked, typed, _known: values.boolean(_one(typed)),
}
