"""The names of a scenario's columns and answers, for officers."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from citystage.stages.catalogue.importing.scenario_fields import ANSWERS
from citystage.web.shell.components import Text

COLUMNS = {
    "number": _("Number"),
    "state": _("State"),
    "title": _("Title in Chinese"),
    "title_en": _("Title in English"),
    "summary": _("What is wanted"),
    "tier": _("Tier"),
    "side": _("Side"),
    "mode": _("Cooperation mode"),
    "mode_text": _("Cooperation mode in words"),
    "field_id": _("Field"),
    "chain_id": _("Industry chain"),
    "district_id": _("District"),
    "lead_department_id": _("Lead department"),
    "owner_id": _("Owner"),
    "owner_name": _("Owner"),
    "budget": _("Money"),
    "budget_text": _("Money in words"),
    "valid_from": _("Open from"),
    "valid_until": _("Open until (excluded)"),
    "year": _("Year"),
    "published_on": _("Published"),
    "source": _("Source"),
    "parent_id": _("Part of"),
    "contact": _("Contact"),
}

# Choices that have columns of their own, and the need, which is the summary.
_ELSEWHERE = frozenset(
    {"need", "mode", "action", "money_known", "lead_department", "answer_until", "budget"}
)
_ANSWERS = {
    "mode_detail": _("How the two sides work together"),
    "validation_sites": _("Sites for trials"),
}


def name_of(column: str) -> Text:
    """The words for a column of a version, or for one answer of it ("answers.goals")."""
    if column in COLUMNS:
        return COLUMNS[column]
    key = column.removeprefix("answers.")
    if key in _ANSWERS:
        return _ANSWERS[key]
    return next((field.label for field in ANSWERS if field.code == key), key)


def answer_keys(answers: Mapping[str, object]) -> list[str]:
    """The answers an officer may correct: the known ones, and any other that is text."""
    known = [field.code for field in ANSWERS if field.code != "sme_reserved"]
    taken = {*known, *_ELSEWHERE}
    others = [key for key, value in answers.items() if isinstance(value, str) and key not in taken]
    return [*(key for key in known if isinstance(answers.get(key, ""), str)), *others]
