"""What is wrong with a pack: file, line, key and reason, all of them at once."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from citystage.cities.packs.lines import KeyPath
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.faults import worded


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, at the place where the writer of the pack can mend it."""

    file: str
    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        if not self.key:
            return _("%(file)s, line %(line)d: %(reason)s") % {
                "file": self.file,
                "line": self.line,
                "reason": self.reason,
            }
        return _("%(file)s, line %(line)d, %(key)s: %(reason)s") % {
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "reason": self.reason,
        }


class BrokenPack(Refusal):
    """The pack cannot be used as it is; every fault found is listed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        heading = ngettext(
            "The city pack has %d fault:", "The city pack has %d faults:", len(self.problems)
        ) % len(self.problems)
        super().__init__("\n".join([heading, *(f"  {problem}" for problem in self.problems)]))


def dotted(path: KeyPath) -> str:
    """``("units", 2, "name", "zh")`` as the writer counts: ``units[3].name.zh``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}" if words else part
    return words


def faults(error: ValidationError) -> list[tuple[KeyPath, str]]:
    """The place and the reason of each fault pydantic found, in the reader's language."""
    details = error.errors(include_url=False)
    inner = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    return [
        (detail["loc"], _reason(detail))
        for detail in details
        # A list whose entries are at fault also counts as short of entries: one word is enough.
        if detail["type"] != "too_short" or detail["loc"] not in inner
    ]


def _reason(detail: ErrorDetails) -> str:
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
        "bool_type": _("true or false"),
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
    if kind in {"too_short", "string_too_short"}:
        return _("This must not be empty.")
    if kind == "string_pattern_mismatch":
        return _("This does not have the form %s.") % str(context["pattern"])
    if kind == "timezone_aware":
        return _("This time needs its zone, as in 2026-01-01T09:00:00+08:00.")
    if kind == "greater_than_equal":
        return _("This must be at least %s.") % str(context["ge"])
    if kind == "less_than_equal":
        return _("This must be at most %s.") % str(context["le"])
    return _("This value is not valid (%s).") % kind


def no_such(value: str, known: set[str]) -> str:
    """A reference that leads nowhere, with the nearest name that exists."""
    near = get_close_matches(value, sorted(known), n=1)
    if near:
        return _("There is no “%(value)s”; is “%(near)s” meant?") % {
            "value": value,
            "near": near[0],
        }
    return _("There is no “%s”.") % value


def twice(value: str, line: int) -> str:
    """The same code given a second time."""
    return _("“%(value)s” is given twice; it stands on line %(line)d already.") % {
        "value": value,
        "line": line,
    }


def late(value: str) -> str:
    """A parent that is given after its child, or is the child itself."""
    return _("“%s” must stand above the entries under it.") % value
