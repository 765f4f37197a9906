"""Pieces of SQL that sources share: the place and the owner of a scenario, and of a firm."""

from typing import Final

# With ``scenario`` among the tables; joins are to its key, so rows stay one for one.
AROUND: Final = (
    " LEFT JOIN taxonomy_term chain ON chain.id = scenario.chain_id"
    " LEFT JOIN directory_organisation owner ON owner.id = scenario.owner_id"
    " LEFT JOIN tenancy_unit owner_unit ON owner_unit.id = scenario.owner_unit_id"
)
SCENARIO: Final = {
    "city_id": "scenario.city_id",
    "district_id": "scenario.district_id",
    "department_id": "scenario.lead_department_id",
    "chain": "coalesce(chain.code, '')",
    "owner_kind": (
        "coalesce(owner.kind, CASE WHEN owner_unit.kind IN ('city', 'district', 'department')"
        " THEN 'government' WHEN owner_unit.kind = 'organisation' THEN 'company'"
        " ELSE owner_unit.kind END, '')"
    ),
    "claimant": "coalesce(nullif(owner.name, ''), owner_unit.name, scenario.owner_name, '')",
}
# The scenario itself is what is counted.
OF_SCENARIO: Final = SCENARIO | {
    "unit": "'scenario:' || scenario.id",
    "label": "scenario.title",
    "label_en": "scenario.title_en",
}
# The firm is what is counted; its own kind is the kind of owner.
FIRM: Final = {
    "unit": "'organisation:' || firm.id",
    "label": "firm.name",
    "label_en": "firm.name_en",
    "owner_kind": "firm.kind",
    "claimant": SCENARIO["claimant"],
}
SHOWN: Final = "scenario.state NOT IN ('reserve', 'withdrawn')"
NEED: Final = "coalesce(scenario.source->>'level', '') <> 'policy_direction'"
