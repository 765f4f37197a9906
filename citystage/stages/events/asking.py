"""The questions of a registration, written one a line, kept as a form of intake has them.

``午餐 | 不需要；清真；常规 *``: what is asked, choices after a bar, a star when an answer is
needed. English after ``//``. Instead of choices another kind of answer may be named:
``人数 | 数字``, ``来程 | 日期``, ``住宿 | 是否``, ``介绍 | 长文``;
``饮食 | 多选：清真；素食`` takes several.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.stages.intake.forming.definition import Form, parse

MOST: Final = 12
_LONGEST: Final = 100
# As it is written, in Chinese (which is written back) and in English.
_KINDS: Final = {
    "数字": "number",
    "日期": "date",
    "是否": "boolean",
    "长文": "long_text",
    "number": "number",
    "day": "date",
    "yes or no": "boolean",
    "long text": "long_text",
}
_SEVERAL: Final = re.compile(r"^(?:多选|several)\s*[:：]\s*", re.IGNORECASE)
_DIVIDERS: Final = re.compile(r"\s*[;；]\s*")


class BadQuestions(Refusal):
    """A line that cannot be a question."""

    status = 422


def read(text: str) -> dict[str, Any]:
    """The definition of what is written; empty when nothing is asked. Raises ``BadQuestions``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise BadQuestions(_("At most %d questions.") % MOST)
    if not lines:
        return {}
    return {"fields": [_field(number, line) for number, line in enumerate(lines, start=1)]}


def written(definition: Mapping[str, Any]) -> str:
    """The same as lines, to be changed."""
    return "\n".join(_line(one) for one in definition.get("fields", ()))


def form_of(definition: Mapping[str, Any]) -> Form:
    """The questions as a form; without any it has no fields."""
    return parse(definition) if definition else Form(())


def _field(number: int, line: str) -> dict[str, Any]:
    required = line.endswith(("*", "＊"))
    said, _bar, offered = line.rstrip("*＊ ").replace("｜", "|").partition("|")
    label = _words(said)
    if not label["zh"] or len(label["zh"]) > _LONGEST:
        raise BadQuestions(_("Question %d is empty or longer than 100 characters.") % number)
    kind = _KINDS.get(offered.strip().lower(), "")
    listed = "" if kind else offered.strip()
    several = _SEVERAL.match(listed)
    options = [one for one in _DIVIDERS.split(_SEVERAL.sub("", listed)) if one]
    if listed and len(options) < 2:  # noqa: PLR2004 -- one choice is none
        raise BadQuestions(_("Question %d needs two choices or more.") % number)
    chosen = "multi_choice" if several else "choice"
    field: dict[str, Any] = {
        "key": f"q{number}",
        "label": label,
        "type": kind or (chosen if options else "text"),
        "required": required,
        "stage": "intake",
    }
    if options:
        field["options"] = [
            {"value": f"o{place}", "label": _words(one)} for place, one in enumerate(options, 1)
        ]
    return field


def _words(text: str) -> dict[str, str]:
    chinese, _slashes, english = text.partition("//")
    return {"zh": chinese.strip(), "en": english.strip()}


def _line(field: Mapping[str, Any]) -> str:
    parts = [_said(field["label"])]
    if field.get("options"):
        several = "多选：" if field["type"] == "multi_choice" else ""
        parts.append(f"| {several}" + "；".join(_said(one["label"]) for one in field["options"]))
    elif named := next((word for word, kind in _KINDS.items() if kind == field["type"]), ""):
        parts.append(f"| {named}")
    return " ".join(parts) + (" *" if field.get("required") else "")


def _said(words: Mapping[str, str]) -> str:
    return f"{words['zh']} // {words['en']}" if words.get("en") else words["zh"]
