"""A form's definition as the rows of an editor that works without script, and back again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from citystage.engines.text.folding import clean
from citystage.stages.intake.forming.checking import MOST_FIELDS, Problem
from citystage.stages.intake.forming.definition import TYPES

_TRUTHS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_SPLIT: Final = str.maketrans("，、；;\n", ",,,,,")
_BLANK: Final = {"type": "text", "stage": "polish", "required": False}

type Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One field in the editor. ``at`` counts from 0."""

    at: int
    field: Raw
    problems: tuple[str, ...] = ()
    last: bool = False

    @property
    def name(self) -> str:
        """The prefix of its inputs."""
        return f"f{self.at}"

    @property
    def kind(self) -> object:
        """The type in words."""
        return TYPES.get(str(self.field.get("type")), "")

    @property
    def options(self) -> str:
        """The options as lines ``value | 中文 | English``."""
        return "\n".join(
            " | ".join((str(one.get("value", "")), *_pair(one.get("label"))))
            for one in self.field.get("options") or ()
        )

    @property
    def condition(self) -> tuple[str, str]:
        """The field of the condition and the answers it waits for, as typed."""
        condition = self.field.get("show_if") or {}
        wanted = condition.get("in") or [condition.get("equals")]
        said = [
            ("true" if one else "false") if isinstance(one, bool) else str(one)
            for one in wanted
            if one is not None
        ]
        return str(condition.get("field", "")), ", ".join(said)


def _pair(words: object) -> tuple[str, str]:
    if not isinstance(words, Mapping):
        return "", ""
    return str(words.get("zh", "")), str(words.get("en", ""))


def rows_of(fields: list[Raw], problems: list[Problem]) -> list[Row]:
    """The rows of an editor, each with what is wrong with it."""
    by_name: dict[str, list[str]] = {}
    for problem in problems:
        by_name.setdefault(problem.field, []).append(problem.message)
    last = len(fields) - 1
    return [
        Row(at, field, tuple(by_name.get(str(field.get("key") or f"#{at + 1}"), ())), at == last)
        for at, field in enumerate(fields)
    ]


def fields_in(post: QueryDict) -> list[Raw]:
    """The fields as they stand in a sent editor, in order."""
    count = post.get("count", "0")
    number = int(count) if count.isdecimal() and len(count) < 4 else 0  # noqa: PLR2004 -- a few fields
    return [_field(post, f"f{at}") for at in range(min(number, MOST_FIELDS + 1))]


def _field(post: QueryDict, name: str) -> Raw:
    def text(part: str) -> str:
        return clean(post.get(f"{name}.{part}", ""))

    found: Raw = {
        "key": text("key"),
        "label": {"zh": text("label_zh"), "en": text("label_en")},
        "type": text("type"),
        "required": bool(post.get(f"{name}.required")),
        "stage": text("stage"),
    }
    for part in ("help", "example", "unit"):
        words = {"zh": text(f"{part}_zh"), "en": text(f"{part}_en")}
        if any(words.values()):
            found[part] = words
    if found["type"] in ("choice", "multi_choice"):
        found["options"] = list(_options(text("options")))
    if found["type"] == "term":
        found["scheme"] = text("scheme")
        if post.get(f"{name}.multiple"):
            found["multiple"] = True
    for part in ("max_length", "min", "max"):
        if typed := text(part):
            found[part] = _number(typed)
    if field := text("if_field"):
        found["show_if"] = _condition(field, text("if_values"))
    return found


def _options(lines: str) -> Iterator[Raw]:
    for line in lines.splitlines():
        if not line.strip():
            continue
        value, zh, en = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
        yield {"value": value, "label": {"zh": zh, "en": en}}


def _number(typed: str) -> int | float | str:
    """A number, or the text itself: the check of the form then says what is wrong."""
    for read in (int, float):
        try:
            return read(typed)
        except ValueError:
            continue
    return typed


def _condition(field: str, typed: str) -> Raw:
    wanted = [one.strip() for one in typed.translate(_SPLIT).split(",") if one.strip()]
    if len(wanted) == 1:
        return {"field": field, "equals": _TRUTHS.get(wanted[0], wanted[0])}
    return {"field": field, "in": wanted}


def changed(fields: list[Raw], command: str) -> list[Raw]:
    """The fields after one press: ``add``, ``up-3``, ``down-3`` or ``remove-3``."""
    if command == "add":
        taken = {field.get("key") for field in fields}
        key = next(f"field_{n}" for n in range(1, MOST_FIELDS * 2) if f"field_{n}" not in taken)
        return [*fields, {"key": key, "label": {"zh": "", "en": ""}, **_BLANK}]
    verb, _dash, number = command.partition("-")
    at = int(number) if number.isdecimal() and len(number) < 4 else -1  # noqa: PLR2004 -- a few fields
    if not 0 <= at < len(fields):
        return fields
    if verb == "remove":
        return fields[:at] + fields[at + 1 :]
    to = at - 1 if verb == "up" else at + 1
    if verb in ("up", "down") and 0 <= to < len(fields):
        fields = list(fields)
        fields[at], fields[to] = fields[to], fields[at]
    return fields
