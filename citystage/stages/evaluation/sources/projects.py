"""Evidence from projects: landed and failed, first uses, firms brought in, what was copied."""

from typing import Final

from citystage.engines.indicators.explaining import Said
from citystage.stages.evaluation.sources.pieces import AROUND, FIRM, OF_SCENARIO, SCENARIO
from citystage.stages.evaluation.sources.source import ByName, Source, among, on

_PROJECT = (
    "projects_project project JOIN catalogue_scenario scenario ON scenario.id = project.scenario_id"
    f"{AROUND} JOIN tenancy_unit side ON side.id = project.owner_unit_id"
    " LEFT JOIN directory_organisation firm ON firm.id = project.supplier_id"
    " LEFT JOIN taxonomy_term own_chain ON own_chain.id = project.chain_id"
)
# The place on the day it began: later changes of the scenario leave it.
_OF_PROJECT = SCENARIO | {
    "city_id": "project.city_id",
    "district_id": "project.district_id",
    "department_id": "project.department_id",
    "chain": "coalesce(own_chain.code, '')",
    "claimant": "side.name",
    "title": "project.title",
    "readers": among("project.owner_unit_id", "firm.seat_id"),
}
_SCENARIO = {
    "unit": OF_SCENARIO["unit"],
    "label": OF_SCENARIO["label"],
    "label_en": OF_SCENARIO["label_en"],
}

BEGUN: Final = Source(
    code="project_begun",
    name=Said("项目启动", "projects begun"),
    unit="project",
    record="projects.project",
    id="project.id",
    tables=_PROJECT,
    where="project.state <> 'cancelled'",
    columns=_OF_PROJECT
    | {
        "unit": "'project:' || project.id",
        "label": "project.title",
        "happened_on": "project.begun_on",
        "amount": "coalesce(project.amount, 0)",
    },
    amount=True,
)
PARTY: Final = Source(
    code="project_party",
    name=Said("落地项目", "projects"),
    unit="organisation",
    record="projects.project",
    id="project.id",
    tables=_PROJECT,
    where="project.state <> 'cancelled' AND firm.id IS NOT NULL",
    columns=_OF_PROJECT | FIRM | {"claimant": "side.name", "happened_on": "project.begun_on"},
)
LANDED: Final = Source(
    code="project_landed",
    name=Said("项目验收落地", "projects accepted as landed"),
    unit="scenario",
    record="projects.project",
    id="project.id",
    tables=_PROJECT,
    where="project.state = 'landed' AND project.landed_at IS NOT NULL",
    columns=_OF_PROJECT
    | _SCENARIO
    | {
        "happened_on": on("project.landed_at"),
        "amount": "coalesce(project.amount, 0)",
        "public": "true",
    },
    amount=True,
)
FAILED: Final = Source(
    code="project_failed",
    name=Said("项目未成功", "projects closed as failed"),
    unit="scenario",
    record="projects.project",
    id="project.id",
    tables=_PROJECT,
    where="project.state = 'failed' AND project.ended_at IS NOT NULL",
    columns=_OF_PROJECT | _SCENARIO | {"happened_on": on("project.ended_at"), "public": "true"},
)
_STATE = {"proven": "claim.state = 'proven'", "public": "claim.state = 'proven'"}
_CLAIM = {
    "city_id": "claim.city_id",
    "district_id": "claim.district_id",
    "department_id": "claim.department_id",
    "chain": "coalesce(chain.code, '')",
    "amount": "coalesce(claim.amount, 0)",
    "claimant": "coalesce(reporter.name, '')",
    "readers": among("claim.claimed_for_id"),
} | _STATE
_AROUND_CLAIM = (
    " LEFT JOIN taxonomy_term chain ON chain.id = claim.chain_id"
    " LEFT JOIN tenancy_unit reporter ON reporter.id = claim.claimed_for_id"
)
FIRST_USE: Final = Source(
    code="first_use",
    name=Said("首试首用", "first uses"),
    unit="product",
    record="projects.firstuse",
    id="claim.id",
    tables=(
        "projects_firstuse claim JOIN projects_product named ON named.id = claim.product_id"
        " JOIN projects_product product ON product.id = coalesce(named.merged_into_id, named.id)"
        " LEFT JOIN directory_organisation maker ON maker.id = product.maker_id"
        f" LEFT JOIN directory_organisation firm ON firm.id = claim.user_organisation_id"
        f"{_AROUND_CLAIM}"
    ),
    where="claim.state IN ('claimed', 'proven')",
    columns=_CLAIM
    | {
        "unit": "'product:' || product.id",
        "happened_on": "claim.used_on",
        "kind": "claim.kind",
        "owner_kind": "coalesce(firm.kind, '')",
        "label": "concat_ws(' ', product.name, nullif(product.model, ''))",
        "title": "concat_ws(' · ', named.name, claim.user_name)",
    },
    kinds={
        "first_use": Said("首试首用", "first trial and first use"),
        "first_set": Said("首台（套）", "first set of equipment"),
        "first_batch": Said("首批次", "first batch of a material"),
        "first_edition": Said("首版次", "first edition of software"),
    },
    amount=True,
    touched_by={
        "projects.product": (
            "SELECT use.id FROM projects_firstuse use JOIN projects_product product"
            " ON product.id = use.product_id WHERE product.id = ANY(%(ids)s)"
            " OR product.merged_into_id = ANY(%(ids)s)"
        ),
    },
)
ARRIVAL: Final = Source(
    code="arrival",
    name=Said("引进登记", "arrivals on record"),
    unit="firm",
    record="projects.arrival",
    id="claim.id",
    tables=(
        "projects_arrival claim"
        " LEFT JOIN evaluation_firms known ON known.name = claim.name AND claim.uscc = ''"
        " LEFT JOIN directory_organisation firm"
        " ON firm.id = coalesce(known.organisation_id, claim.organisation_id)"
        f"{_AROUND_CLAIM}"
    ),
    where="claim.state IN ('claimed', 'proven')",
    columns=_CLAIM
    | {
        "unit": (
            "left('firm:' || coalesce(nullif(claim.uscc, ''), known.key, nullif(firm.uscc, ''),"
            " claim.firm_key), 80)"
        ),
        "happened_on": "claim.arrived_on",
        "owner_kind": "coalesce(firm.kind, '')",
        "label": "coalesce(firm.name, claim.name)",
        "label_en": "coalesce(firm.name_en, '')",
        "title": "claim.name",
    },
    amount=True,
    by_name=ByName(
        tables="projects_arrival claim",
        id="claim.id",
        name="claim.name",
        where="claim.uscc = ''",
    ),
)
PATTERN: Final = Source(
    code="pattern_published",
    name=Said("示范模式发布", "patterns published"),
    unit="scenario",
    record="projects.pattern",
    id="pattern.id",
    tables=(
        "projects_pattern pattern JOIN projects_project project ON project.id = pattern.project_id"
        f" JOIN catalogue_scenario scenario ON scenario.id = pattern.scenario_id{AROUND}"
        " JOIN tenancy_unit side ON side.id = pattern.owner_unit_id"
        " LEFT JOIN taxonomy_term own_chain ON own_chain.id = project.chain_id"
    ),
    where="pattern.state = 'published'",
    columns=SCENARIO
    | _SCENARIO
    | {
        "city_id": "pattern.city_id",
        "district_id": "project.district_id",
        "department_id": "project.department_id",
        "chain": "coalesce(own_chain.code, '')",
        "happened_on": on("pattern.published_at"),
        "claimant": "side.name",
        "title": "pattern.title",
        "public": "true",
    },
)
COPY: Final = Source(
    code="need_copied",
    name=Said("示范复制", "needs copied from a pattern"),
    unit="copy",
    record="projects.pattern",
    id="pattern.id",
    tables=(
        "projects_copy copied JOIN projects_pattern pattern ON pattern.id = copied.pattern_id"
        " JOIN tenancy_unit taker ON taker.id = copied.copied_for_id"
    ),
    where="true",
    columns={
        "city_id": "copied.city_id",
        "unit": "'copy:' || copied.id",
        "happened_on": on("copied.copied_at"),
        "district_id": "CASE WHEN taker.kind = 'district' THEN taker.id END",
        "department_id": "CASE WHEN taker.kind = 'department' THEN taker.id END",
        "label": "pattern.title",
        "title": "pattern.title",
        "claimant": "taker.name",
        "public": "true",
    },
    touched_by={"projects.copy": "SELECT pattern_id FROM projects_copy WHERE id = ANY(%(ids)s)"},
)
SOURCES: Final = (BEGUN, PARTY, LANDED, FAILED, FIRST_USE, ARRIVAL, PATTERN, COPY)
