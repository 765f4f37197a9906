"""The need as a document: its parts in reading order, each requirement with its number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.stages.catalogue.models import Scenario
from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.intake.forming.definition import Form
from citystage.stages.intake.forming.reading import readable
from citystage.stages.intake.queries.forms import form_of
from citystage.web.shell.components import Text

# The form keys of the six-column intake and of the polished need, in the order of the page.
_TITLES: dict[str, Text] = {
    "need": _("What is wanted"),
    "current_state": _("How it is today"),
    "problem": _("The problem"),
    "goals": _("Goals"),
    "acceptance": _("How success is measured"),
    "supplier_requirements": _("What suppliers must bring"),
    "place": _("Where it will stand"),
    "validation_sites": _("Sites for trials"),
    "data_open": _("Data to be opened"),
    "mode_detail": _("How the two sides work together"),
    "payer": _("Who pays"),
    "period": _("Period"),
    "policy_detail": _("Rules and permits needed"),
    "addenda": _("Added from public questions"),
}
# Their sentences are requirements: numbered, so that answers and matches can refer to them.
_NUMBERED = ("goals", "acceptance", "supplier_requirements")
# Shown elsewhere on the page, or not for the public.
_ELSEWHERE = frozenset({
    "title", "owner_unit", "side", "district", "contact", "tier", "field", "chain", "action",
    "mode", "money_known", "budget", "answer_until", "lead_department", "attachments",
})  # fmt: skip
_POINTS = re.compile(r"\s*(?:\n+|[；;](?=\s*\S))\s*")
_BULLET = re.compile(r"^(?:[-•·*]|\(?\d{1,2}[.)、．）]|[（(][一二三四五六七八九十\d]{1,2}[）)])\s*")


_COLUMNS: dict[str, Text] = {
    "number": _("Number"),
    "state": _("Status"),
    "title": _("Title"),
    "title_en": _("Title in English"),
    "summary": _("Summary"),
    "tier": _("Tier"),
    "side": _("Side"),
    "mode": _("Cooperation mode"),
    "mode_text": _("Cooperation mode, as written"),
    "field_id": _("Field"),
    "chain_id": _("Industry chain"),
    "district_id": _("District"),
    "lead_department_id": _("Lead department"),
    "owner_id": _("Owner"),
    "owner_name": _("Owner, as written"),
    "budget": _("Money"),
    "budget_text": _("Money, as written"),
    "valid_from": _("Open from"),
    "valid_until": _("Open until"),
    "year": _("Year"),
    "published_on": _("Published"),
    "source": _("Source"),
    "parent_id": _("Part of"),
}


def title_of(name: str) -> Text:
    """The words for a column of a version, or for one answer of it ("answers.goals")."""
    key = name.removeprefix("answers.")
    return _COLUMNS.get(name) or _TITLES.get(key) or key


@dataclass(frozen=True, slots=True)
class Requirement:
    """One numbered sentence of the need."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of the document: running text, or numbered requirements."""

    key: str
    title: Text
    text: str = ""
    points: Sequence[Requirement] = ()


def points(text: str) -> list[str]:
    """The sentences of a part that stand on lines or between semicolons, without bullets."""
    return [clean for piece in _POINTS.split(text) if (clean := _BULLET.sub("", piece).strip())]


def sections(scenario: Scenario) -> list[Part]:
    """All parts that say something; the summary stands in for a need nobody wrote out."""
    answers: Mapping[str, object] = scenario.answers
    texts = {key: str(answers[key]) for key in _TITLES if _plain(answers.get(key))}
    if scenario.summary and scenario.summary != texts.get("need"):
        texts.setdefault("need", scenario.summary)
    found, number = [], 0
    for key, title in _TITLES.items():
        if key not in texts:
            continue
        if key in _NUMBERED:
            listed = [Requirement(number + n, one) for n, one in enumerate(points(texts[key]), 1)]
            number += len(listed)
            found.append(Part(key, title, points=listed))
        else:
            found.append(Part(key, title, text=texts[key]))
    return found + _others(scenario)


def requirements(parts: Sequence[Part]) -> list[Requirement]:
    """The numbered requirements of all parts."""
    return [point for part in parts for point in part.points]


def _plain(answer: object) -> bool:
    return isinstance(answer, str | int | float) and not isinstance(answer, bool) and answer != ""


def _others(scenario: Scenario) -> list[Part]:
    """Answers to questions of the city's own form, under the words of that form."""
    keys = [k for k in scenario.answers if k not in _TITLES and k not in _ELSEWHERE]
    if not keys or scenario.application is None:
        return []
    form: Form = form_of(scenario.application.form)
    asked = [field for field in form.fields if field.key in keys]
    said = [
        (field, readable(field, scenario.answers[field.key], lexicon=Lexicon())) for field in asked
    ]
    return [Part(field.key, str(field.label), text=text) for field, text in said if text]
