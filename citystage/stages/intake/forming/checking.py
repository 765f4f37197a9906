"""What is wrong with a definition: every problem names its field and says what to do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from citystage.stages.intake.forming.definition import (
    LINE_MOST,
    SCHEMES,
    STAGES,
    TEXT_MOST,
    TITLE,
    TITLE_MOST,
    TYPES,
)

MOST_FIELDS: Final = 80
MOST_OPTIONS: Final = 60
_LONGEST_WORDS: Final = 2_000
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LANGUAGES: Final = frozenset({"zh", "en"})
_KNOWN: Final = frozenset(
    {
        "key", "label", "type", "required", "stage", "help", "example", "options", "scheme",
        "multiple", "max_length", "min", "max", "unit", "show_if",
    }
)  # fmt: skip
_WITH_OPTIONS: Final = frozenset({"choice", "multi_choice"})
_DECIDING: Final = _WITH_OPTIONS | {"boolean", "district", "term"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. ``field`` is a key, or "" for the form as a whole."""

    field: str
    message: str

    def __str__(self) -> str:
        if not self.field:
            return self.message
        return _("Field “%(field)s”: %(problem)s") % {
            "field": self.field,
            "problem": self.message,
        }


def problems(definition: object) -> list[Problem]:
    """Everything that is wrong with a definition, in reading order; never raises."""
    fields = definition.get("fields") if isinstance(definition, Mapping) else None
    if not isinstance(fields, list) or not fields:
        return [Problem("", _("A form needs at least one field."))]
    if len(fields) > MOST_FIELDS:
        return [Problem("", _("A form has at most %d fields.") % MOST_FIELDS)]
    found: list[Problem] = []
    before: dict[str, Mapping[str, Any]] = {}
    for at, raw in enumerate(fields, start=1):
        if not isinstance(raw, Mapping):
            found.append(Problem("", _("Field no. %d is not a table of settings.") % at))
            continue
        key = raw.get("key")
        name = key if isinstance(key, str) and key else f"#{at}"
        found += [Problem(name, message) for message in _of_field(raw, before)]
        if isinstance(key, str):
            before.setdefault(key, raw)
    return found + list(_of_title(before.get(TITLE)))


def _of_title(title: Mapping[str, Any] | None) -> Iterator[Problem]:
    if title is None:
        yield Problem("", _("A form needs a field “title”: it names the application."))
    elif title.get("type") != "text" or not title.get("required") or title.get("show_if"):
        yield Problem(TITLE, _("It must be a required line of text without a condition."))
    elif title.get("stage") != "intake":
        yield Problem(TITLE, _("It must be asked at intake."))


def _of_field(raw: Mapping[str, Any], before: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield from _of_key(raw.get("key"), before)
    yield from _of_words(raw, "label", _("label"), needed=True)
    for name, said in (("help", _("help")), ("example", _("example")), ("unit", _("unit"))):
        yield from _of_words(raw, name, said, needed=False)
    if not _one_of(raw.get("type"), TYPES):
        yield _("The type must be one of: %s.") % ", ".join(TYPES)
    if not _one_of(raw.get("stage", "polish"), STAGES):
        yield _("The stage must be “intake” or “polish”.")
    for name in ("required", "multiple"):
        if not isinstance(raw.get(name, False), bool):
            yield _("“%s” must be true or false.") % name
    yield from _of_options(raw)
    yield from _of_limits(raw)
    yield from _of_condition(raw.get("show_if"), before)
    if unknown := sorted(str(name) for name in set(raw) - _KNOWN):
        yield _("These settings are not known: %s.") % ", ".join(unknown)


def _one_of(value: object, known: Mapping[str, object]) -> bool:
    return isinstance(value, str) and value in known


def _of_key(key: object, before: Mapping[str, object]) -> Iterator[str]:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        yield _("The key must begin with a small letter and hold only a–z, 0–9 and _ (up to 40).")
    elif key in before:
        yield _("Another field already has this key.")


def _of_words(raw: Mapping[str, Any], name: str, said: str, *, needed: bool) -> Iterator[str]:
    words = raw.get(name)
    if words is None and not needed:
        return
    if words is None or not _are_words(words):
        yield _("The %s must be given as a text in zh and in en.") % said
        return
    texts = [words.get("zh", ""), words.get("en", "")]
    if any(len(text) > _LONGEST_WORDS for text in texts):
        yield _("The %(name)s may have at most %(most)d characters.") % {
            "name": said,
            "most": _LONGEST_WORDS,
        }
    if needed and not all(text.strip() for text in texts):
        yield _("The %s is needed in Chinese and in English.") % said


def _are_words(words: object) -> bool:
    return (
        isinstance(words, Mapping)
        and set(words) <= _LANGUAGES
        and all(isinstance(text, str) for text in words.values())
    )


def _of_options(raw: Mapping[str, Any]) -> Iterator[str]:
    options = raw.get("options")
    if raw.get("type") in ("choice", "multi_choice"):
        if not isinstance(options, list) or not options:
            yield _("A field of choices needs options.")
            return
        yield from _of_each_option(options)
    elif options:
        yield _("Only fields of choices have options.")
    if raw.get("type") == "term" and raw.get("scheme") not in list(SCHEMES):
        yield _("A field of terms needs a scheme: %s.") % ", ".join(SCHEMES)


def _of_each_option(options: list[Any]) -> Iterator[str]:
    if len(options) > MOST_OPTIONS:
        yield _("A field has at most %d options.") % MOST_OPTIONS
    seen: set[str] = set()
    for at, option in enumerate(options, start=1):
        value = option.get("value") if isinstance(option, Mapping) else None
        if not isinstance(value, str) or not _VALUE.fullmatch(value):
            yield _("Option no. %d needs a value of a–z, 0–9, _ and - (up to 40).") % at
            continue
        if value in seen:
            yield _("The option “%s” stands there twice.") % value
        seen.add(value)
        label = option.get("label")
        if not _are_words(label) or not all(label.get(lang, "").strip() for lang in _LANGUAGES):
            yield _("The option “%s” needs a label in Chinese and in English.") % value


def _of_limits(raw: Mapping[str, Any]) -> Iterator[str]:
    most = TEXT_MOST if raw.get("type") == "long_text" else LINE_MOST
    most = TITLE_MOST if raw.get("key") == TITLE else most
    length = raw.get("max_length")
    if length is not None and not (_is_number(length, whole=True) and 1 <= length <= most):
        yield _("The greatest length must be a whole number from 1 to %d.") % most
    low, high = raw.get("min"), raw.get("max")
    if any(one is not None and not _is_number(one) for one in (low, high)):
        yield _("The least and the greatest value must be numbers.")
    elif low is not None and high is not None and low > high:
        yield _("The least value is above the greatest.")


def _is_number(value: object, *, whole: bool = False) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    finite = value == value and abs(value) < 10**17  # noqa: PLR0124 -- NaN differs from itself
    return finite and (isinstance(value, int) or not whole)


def _of_condition(raw: object, before: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if raw is None:
        return
    if not isinstance(raw, Mapping) or not isinstance(raw.get("field"), str):
        yield _("The condition must name a field.")
        return
    other = before.get(raw["field"])
    if other is None:
        yield _("The condition names “%s”, which is not a field before this one.") % raw["field"]
        return
    if other.get("type") not in list(_DECIDING):
        yield _("A condition can only ask a field of choices, a district, a term or yes-or-no.")
        return
    listed = raw.get("in")
    if ("equals" in raw and raw["equals"] is not None) == bool(listed):
        yield _("The condition needs either “equals” or “in”.")
        return
    if listed and not isinstance(listed, list):
        yield _("“in” must be a list of answers.")
        return
    yield from _of_wanted(listed or [raw["equals"]], other)


def _of_wanted(wanted: list[object], other: Mapping[str, Any]) -> Iterator[str]:
    kind = other.get("type")
    if kind == "boolean":
        if not all(isinstance(one, bool) for one in wanted):
            yield _("The condition on a yes-or-no field must be true or false.")
        return
    if not all(isinstance(one, str) for one in wanted):
        yield _("The condition must name answers as texts.")
        return
    options = other.get("options")
    if kind in ("choice", "multi_choice") and isinstance(options, list):
        values = {o.get("value") for o in options if isinstance(o, Mapping) and _hashable(o)}
        for one in wanted:
            if one not in values:
                yield _("The condition asks for “%s”, which is not among the options.") % one


def _hashable(option: Mapping[str, Any]) -> bool:
    return isinstance(option.get("value"), str)
