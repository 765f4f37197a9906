"""What is wrong with a TOML text that is no valid definition, in words and at its place."""

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from citystage.kernel.toml_lines import KeyPath


def syntax(message: str) -> tuple[int, str]:
    """Line and reason of what ``tomllib`` says; it tells the line inside its message."""
    place = re.search(r" \(at line (\d+), column \d+\)$", message)
    line = int(place[1]) if place else 1
    return line, _("This is no TOML: %s.") % re.sub(r" \(at .*\)$", "", message)


def dotted(path: KeyPath) -> str:
    """``("units", 2, "name", "zh")`` as the writer counts: ``units[3].name.zh``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}" if words else part
    return words


def faults(
    error: ValidationError, *, worded: Callable[[str], str] = str
) -> list[tuple[KeyPath, str]]:
    """The place and the reason of each fault pydantic found, in the reader's language.

    ``worded`` turns what a validator of ours raised into words.
    """
    details = error.errors(include_url=False)
    inner = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    return [
        (detail["loc"], _reason(detail, worded))
        for detail in details
        # A list whose entries are at fault also counts as short of entries: one word is enough.
        if detail["type"] != "too_short" or detail["loc"] not in inner
    ]


def _reason(detail: ErrorDetails, worded: Callable[[str], str]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return _("This key is missing.")
    if kind == "extra_forbidden":
        return _("This key is not known here.")
    if kind == "literal_error":
        return _("“%(value)s” is not one of %(choices)s.") % {
            "value": detail["input"],
            "choices": context["expected"].replace(" or ", ", "),
        }
    if kind == "value_error":
        return worded(str(context["error"]))
    return _type_reason(kind, detail["input"]) or _size_reason(kind, context)


def _type_reason(kind: str, value: object) -> str:
    expected = {
        "string_type": _("text"),
        "int_type": _("a whole number"),
        "int_parsing": _("a whole number"),
        "bool_type": _("true or false"),
        "decimal_type": _("a number"),
        "decimal_parsing": _("a number"),
        "date_type": _("a date such as 2026-04-16"),
        "tuple_type": _("a list"),
        "dict_type": _("a table"),
        "model_type": _("a table"),
    }.get(kind)
    if expected is None:
        return ""
    return _("This must be %(expected)s, not %(found)s.") % {
        "expected": expected,
        "found": _found(value),
    }


def _found(value: object) -> str:
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, str):
        return _("text")
    if isinstance(value, int | float):
        return _("a number")
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, dict):
        return _("a table")
    return _("a date or time")


def _size_reason(kind: str, context: dict[str, Any]) -> str:
    bounds = {
        "string_pattern_mismatch": (_("This does not have the form %s."), "pattern"),
        "greater_than": (_("This must be more than %s."), "gt"),
        "greater_than_equal": (_("This must be at least %s."), "ge"),
        "less_than_equal": (_("This must be at most %s."), "le"),
        "string_too_long": (_("This must have at most %s signs."), "max_length"),
        "too_long": (_("This must have at most %s entries."), "max_length"),
    }
    if kind in bounds:
        words, name = bounds[kind]
        return words % str(context[name])
    if kind in {"too_short", "string_too_short"}:
        return _("This must not be empty.")
    if kind == "timezone_aware":
        return _("This time needs its zone, as in 2026-01-01T09:00:00+08:00.")
    if kind in {"decimal_max_digits", "decimal_max_places", "decimal_whole_digits"}:
        return _("This number has too many digits.")
    return _("This value is not valid (%s).") % kind


def no_such(value: str, known: Collection[str]) -> str:
    """A reference that leads nowhere, with the nearest name that exists."""
    near = get_close_matches(value, sorted(known), n=1)
    if near:
        return _("There is no “%(value)s”; is “%(near)s” meant?") % {
            "value": value,
            "near": near[0],
        }
    return _("There is no “%s”.") % value
