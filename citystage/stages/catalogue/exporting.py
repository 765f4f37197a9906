"""Scenarios as rows in the columns of the import: what goes out can come in again unchanged."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from citystage.foundation.sheets.writing import Row
from citystage.foundation.taxonomy.models import Mode, Side, Tier
from citystage.stages.catalogue.importing.drafting import money_text
from citystage.stages.catalogue.importing.scenario_fields import ANSWERS, SCENARIO_FIELDS
from citystage.stages.catalogue.models import Scenario

# Contact data is shown one by one and on record; a download never carries it.
_PRIVATE = {"contact_person", "contact_phone", "contact_email"}
COLUMNS = tuple(field for field in SCENARIO_FIELDS if field.code not in _PRIVATE)
_FROM_SOURCE = {
    "source_id": "id",
    "list": "list",
    "source_title": "title",
    "source_url": "url",
    "remarks": "note",
}


def rows(scenarios: Iterable[Scenario]) -> Iterator[Row]:
    """One row for each scenario; give the related rows with ``select_related``."""
    for scenario in scenarios:
        yield {code: value for code, value in _row(scenario).items() if value not in {None, ""}}


def _row(scenario: Scenario) -> Row:
    source = scenario.source
    row: Row = {
        "number": scenario.number,
        "title": scenario.title,
        "title_en": scenario.title_en,
        "description": scenario.summary,
        "owner": scenario.owner_name,
        "side": _label(Side, scenario.side),
        "tier": _label(Tier, scenario.tier),
        "field": source.get("field") or (scenario.field.name if scenario.field else ""),
        "chain": source.get("chain") or (scenario.chain.name if scenario.chain else ""),
        "mode": scenario.mode_text or _label(Mode, scenario.mode),
        "city": source.get("city") or scenario.city.name,
        "district": source.get("district") or _name(scenario.district),
        "lead_department": source.get("lead_department") or _name(scenario.lead_department),
        "budget": scenario.budget_text or money_text(scenario.budget),
        "contact_unit": scenario.contact.get("unit", ""),
        "status": source.get("status") or scenario.get_state_display(),
        **_times(scenario),
    }
    for field in ANSWERS:
        answer = scenario.answers.get(field.code)
        if isinstance(answer, str | bool):
            row[field.code] = answer
    row |= {code: source.get(name, "") for code, name in _FROM_SOURCE.items()}
    return row


def _times(scenario: Scenario) -> Row:
    until = scenario.valid_until
    return {
        "valid_from": scenario.valid_from,
        # Lists name the last day; we keep the day behind it.
        "valid_until": until - timedelta(days=1) if until else None,
        "published": scenario.source.get("published") or scenario.published_on,
    }


def _label(choices: type[Side] | type[Tier] | type[Mode], value: str) -> str:
    return str(choices(value).label) if value else ""


def _name(unit: object) -> str:
    return str(unit) if unit else ""
