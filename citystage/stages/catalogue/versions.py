"""Versions of a scenario: what the public page shows, kept after every change."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import Scenario, ScenarioVersion

# Columns of public content; contact data is left out, so that no version betrays it.
PUBLIC = (
    "number",
    "state",
    "title",
    "title_en",
    "summary",
    "answers",
    "tier",
    "side",
    "mode",
    "mode_text",
    "field_id",
    "chain_id",
    "district_id",
    "lead_department_id",
    "owner_id",
    "owner_name",
    "budget",
    "budget_text",
    "valid_from",
    "valid_until",
    "year",
    "published_on",
    "source",
    "parent_id",
)


def snapshot(scenario: Scenario) -> dict[str, Any]:
    """The public content as plain values (dates as ISO 8601)."""
    values = {name: getattr(scenario, name) for name in PUBLIC}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of columns that differ, in the order of ``PUBLIC``."""
    return [name for name in PUBLIC if before.get(name) != after.get(name)]


def keep_version(scenario: Scenario, *, stamp: Stamp) -> ScenarioVersion:
    """Keep ``scenario`` (locked by the caller, saved) as its next version."""
    (version,) = keep_versions([scenario], stamp=stamp)
    return version


def keep_versions(scenarios: Iterable[Scenario], *, stamp: Stamp) -> list[ScenarioVersion]:
    """Keep many scenarios with two statements."""
    changed = list(scenarios)
    for scenario in changed:
        scenario.version += 1
        scenario.changed_at = stamp.at
    Scenario.objects.bulk_update(changed, ["version", "changed_at"], batch_size=1000)
    return ScenarioVersion.objects.bulk_create(
        [
            ScenarioVersion(
                scenario=scenario,
                number=scenario.version,
                snapshot=snapshot(scenario),
                made_by_id=stamp.actor.user_id,
                made_at=stamp.at,
            )
            for scenario in changed
        ],
        batch_size=1000,
    )
