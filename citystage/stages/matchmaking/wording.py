"""The engine's keys in the reader's language: parts, advice, conditions, labels of texts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from citystage.engines.matching.records import Advice, Condition, Part
from citystage.kernel.texts import said

_PARTS = {
    Part.NEED: _("need and capability"),
    Part.FIELD: _("field and chain"),
    Part.MATURITY: _("maturity"),
    Part.PLACE: _("place and reach"),
    Part.EVIDENCE: _("evidence"),
    Part.CAPACITY: _("capacity and money"),
    Part.FRESHNESS: _("freshness of the profile"),
    Part.HISTORY: _("won before"),
}
# What is missing, said to whoever weighs the supplier.
_LACKS = {
    Advice.ANSWER_REQUIREMENT: _("Nothing in the description answers this requirement."),
    Advice.MEET_FACT: _("The figure stated does not reach what is asked."),
    Advice.STATE_FACT: _("No figure is stated that could be compared."),
    Advice.NAME_FIELD: _("The supplier names no field."),
    Advice.OTHER_FIELD: _("The supplier works in another field."),
    Advice.NAME_READINESS: _("How mature the technology is, is not stated."),
    Advice.RAISE_READINESS: _("The technology is less mature than asked."),
    Advice.NAME_PLACE: _("Where the supplier is, is not stated."),
    Advice.WIDEN_REACH: _("The supplier is far from the place."),
    Advice.ADD_CASE: _("No case is stated."),
    Advice.FEW_CASES: _("Little is proven so far."),
    Advice.NAME_CAPACITY: _("How large an order the supplier takes, is not stated."),
    Advice.CAPACITY_SHORT: _("The order is larger than what the supplier takes."),
    Advice.REFRESH_PROFILE: _("The description is old."),
    Advice.NAME_LICENCE: _("Whether the licence is held, is not stated."),
    Advice.DESCRIBE_MORE: _("The description is too short to judge by."),
}
# The same, said to the supplier: what it could add.
_ADDITIONS = {
    Advice.ANSWER_REQUIREMENT: _("Say in a sentence whether and how you do this."),
    Advice.MEET_FACT: _("If you reach more than the figure you state, say so."),
    Advice.STATE_FACT: _("State your figure for this, with its unit."),
    Advice.NAME_FIELD: _("Choose the field of the capability."),
    Advice.OTHER_FIELD: _("If you also work in this field, describe that capability."),
    Advice.NAME_READINESS: _("State the readiness level."),
    Advice.RAISE_READINESS: _("If the readiness has risen, bring it up to date."),
    Advice.NAME_PLACE: _("State where you are."),
    Advice.WIDEN_REACH: _("If you serve this place, say so."),
    Advice.ADD_CASE: _("Add a case: where, when, with what result."),
    Advice.FEW_CASES: _("Add more cases: where, when, with what result."),
    Advice.NAME_CAPACITY: _("State how large an order you take."),
    Advice.CAPACITY_SHORT: _("Look for a partner for a larger order."),
    Advice.REFRESH_PROFILE: _("Read the description through and bring it up to date."),
    Advice.NAME_LICENCE: _("State the licences you hold."),
    Advice.DESCRIBE_MORE: _("Describe the capability in at least three sentences."),
}
_CONDITIONS = {
    Condition.TENANT: _("of another platform"),
    Condition.DISTRICT: _("must be in the district asked for"),
    Condition.LICENCE: _("lacks a licence that is asked for"),
    Condition.CONFLICT: _("conflict of interest"),
    Condition.CLOSED: _("takes part no longer"),
}
_LABELS = {
    "title": _("title"),
    "summary": _("summary"),
    "need": _("need"),
    "current_state": _("current state"),
    "problem": _("problem"),
    "goals": _("goals"),
    "place": _("place"),
    "data_open": _("data opened"),
    "acceptance": _("acceptance"),
    "supplier_requirements": _("asked of suppliers"),
    "description": _("description"),
    "applies_to": _("applies to"),
    "cases": _("cases"),
    "qualifications": _("qualifications"),
    "introduction": _("introduction"),
    "direction": _("direction it takes"),
    "needs": _("what it needs"),
    "fields": _("field"),
    "chains": _("industry chain"),
    "words": _("words of the profile"),
    "readiness": _("readiness"),
    "budget": _("budget"),
    "updated": _("last changed"),
    "evidence": _("evidence"),
    "past": _("won before"),
}


def part_name(code: str, pack: Mapping[str, Any]) -> str:
    """The name the city's pack gives the part, else the product's own."""
    return said(_row(code, pack).get("name")) or str(_PARTS[Part(code)])


def part_reason(code: str, pack: Mapping[str, Any]) -> str:
    """What the part weighs, in the pack's words."""
    return said(_row(code, pack).get("why"))


def _row(code: str, pack: Mapping[str, Any]) -> Mapping[str, Any]:
    rows: list[Mapping[str, Any]] = pack.get("parts", [])
    return next((row for row in rows if row["code"] == code), {})


def lack(advice: str) -> str:
    """What is missing."""
    return str(_LACKS[Advice(advice)])


def addition(advice: str) -> str:
    """What the supplier could add."""
    return str(_ADDITIONS[Advice(advice)])


def condition(code: str) -> str:
    """Which hard condition does not hold."""
    return str(_CONDITIONS[Condition(code)])


def label(name: str) -> str:
    """How a text of a record is called; a label nobody knows is shown as it is."""
    return str(_LABELS.get(name, name.replace("_", " ")))
