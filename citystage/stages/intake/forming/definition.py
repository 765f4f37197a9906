"""A form as data: fields with types, help, options and conditions in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.kernel.texts import in_english

TYPES: Final[Mapping[str, str | Promise]] = {
    "text": _("one line of text"),
    "long_text": _("several lines of text"),
    "choice": _("one choice"),
    "multi_choice": _("several choices"),
    "number": _("number"),
    "money": _("amount of money"),
    "date": _("day"),
    "period": _("period"),
    "district": _("district"),
    "term": _("word of a vocabulary"),
    "contact": _("contact"),
    "file": _("files"),
    "boolean": _("yes or no"),
}
STAGES: Final[Mapping[str, str | Promise]] = {
    "intake": _("intake"),
    "polish": _("polishing"),
}
# The vocabularies a field of terms may ask (those of the taxonomy).
SCHEMES: Final[Mapping[str, str | Promise]] = {
    "field": _("field"),
    "chain": _("industry chain"),
    "action": _("action of the plan"),
    "zone": _("zone"),
}
# Longest texts, in characters: what a field takes when it says nothing, and the most it may say.
LINE, LINE_MOST = 200, 1_000
TEXT, TEXT_MOST = 5_000, 20_000
# The field that names the application; every form has it.
TITLE: Final = "title"
TITLE_MOST = 300


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the two languages."""

    zh: str = ""
    en: str = ""

    def said(self, *, english: bool) -> str:
        """The text in one language, or in the other when that one is missing."""
        return (self.en or self.zh) if english else (self.zh or self.en)

    def __str__(self) -> str:
        return self.said(english=in_english())

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Condition:
    """The field shows only while ``field`` has one of ``values`` as its answer."""

    field: str
    values: tuple[object, ...]

    def met_by(self, answer: object) -> bool:
        """Whether this answer lets the field show."""
        given = answer if isinstance(answer, list) else [answer]
        return any(_same(one, wanted) for one in given for wanted in self.values)


def _same(one: object, wanted: object) -> bool:
    # True is not 1 here: a yes-or-no field answers with a truth value, a number with a number.
    return one == wanted and isinstance(one, bool) == isinstance(wanted, bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question."""

    key: str
    label: Words
    type: str
    required: bool = False
    stage: str = "polish"
    help: Words = Words()
    example: Words = Words()
    options: tuple[Option, ...] = ()
    scheme: str = ""
    multiple: bool = False
    max_length: int | None = None
    min: float | None = None
    max: float | None = None
    unit: Words = Words()
    show_if: Condition | None = None

    @property
    def longest(self) -> int:
        """How many characters the answer may have."""
        if self.type == "long_text":
            return min(self.max_length or TEXT, TEXT_MOST)
        most = TITLE_MOST if self.key == TITLE else LINE_MOST
        return min(self.max_length or LINE, most)

    @property
    def in_ten_thousands(self) -> bool:
        """Whether a bare number in a money field counts 万元."""
        return "万" in self.unit.zh


@dataclass(frozen=True, slots=True)
class Form:
    """All questions in order."""

    fields: tuple[Field, ...]
    _by_key: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {one.key: one for one in self.fields})

    def get(self, key: str) -> Field | None:
        """The field of this key."""
        return self._by_key.get(key)

    def of_stage(self, stage: str) -> tuple[Field, ...]:
        """The fields asked at one stage."""
        return tuple(one for one in self.fields if one.stage == stage)

    def first_of_type(self, kind: str) -> Field | None:
        """The first field of one type."""
        return next((one for one in self.fields if one.type == kind), None)

    def visible(self, answers: Mapping[str, object]) -> tuple[Field, ...]:
        """The fields that show with these answers; a hidden field's answer lets nothing show."""
        shown: dict[str, Field] = {}
        for one in self.fields:
            condition = one.show_if
            if condition is None or (
                condition.field in shown and condition.met_by(answers.get(condition.field))
            ):
                shown[one.key] = one
        return tuple(shown.values())

    @property
    def controllers(self) -> frozenset[str]:
        """The fields whose answers decide whether others show."""
        return frozenset(one.show_if.field for one in self.fields if one.show_if)


def parse(definition: Mapping[str, Any]) -> Form:
    """Read a definition that was found right (see ``checking.problems``)."""
    return Form(tuple(_field(raw) for raw in definition["fields"]))


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        key=raw["key"],
        label=_words(raw["label"]),
        type=raw["type"],
        required=bool(raw.get("required")),
        stage=raw.get("stage") or "polish",
        help=_words(raw.get("help")),
        example=_words(raw.get("example")),
        options=tuple(Option(o["value"], _words(o["label"])) for o in raw.get("options") or ()),
        scheme=raw.get("scheme") or "",
        multiple=bool(raw.get("multiple")),
        max_length=raw.get("max_length"),
        min=raw.get("min"),
        max=raw.get("max"),
        unit=_words(raw.get("unit")),
        show_if=_condition(raw.get("show_if")),
    )


def _words(raw: Mapping[str, str] | None) -> Words:
    return Words(raw.get("zh") or "", raw.get("en") or "") if raw else Words()


def _condition(raw: Mapping[str, Any] | None) -> Condition | None:
    if not raw:
        return None
    wanted: Sequence[object] = raw["in"] if raw.get("in") else [raw.get("equals")]
    return Condition(raw["field"], tuple(wanted))
