"""Evidence from the catalogue: scenarios opened and landed, super scenarios, recognised labs."""

from typing import Final

from citystage.engines.indicators.explaining import Said
from citystage.stages.evaluation.sources.pieces import AROUND, NEED, OF_SCENARIO, SHOWN
from citystage.stages.evaluation.sources.source import ByName, Source, among, on

_SCENARIO = f"catalogue_scenario scenario{AROUND}"
# Lists of earlier years often tell no more than the year.
_PUBLISHED = "coalesce(scenario.published_on, make_date(scenario.year::int, 1, 1))"
_TITLE = {"title": "scenario.number || ' ' || scenario.title", "public": "true"}
_PROJECT = "SELECT scenario_id FROM projects_project WHERE id = ANY(%(ids)s)"
_PROJECT_AND_WHOLE = (
    "SELECT scenario.id FROM catalogue_scenario scenario WHERE scenario.id IN"
    f" ({_PROJECT} UNION SELECT part.parent_id FROM catalogue_scenario part"
    f" WHERE part.id IN ({_PROJECT}))"
)
_HAS_LANDED = (
    "EXISTS (SELECT 1 FROM projects_project landed JOIN catalogue_scenario part"
    " ON part.id = landed.scenario_id WHERE landed.state = 'landed'"
    " AND scenario.id IN (part.id, part.parent_id))"
)

OPENED: Final = Source(
    code="scenario_opened",
    name=Said("场景发布", "publications"),
    unit="scenario",
    record="catalogue.scenario",
    id="scenario.id",
    tables=_SCENARIO,
    where=f"{SHOWN} AND {NEED} AND {_PUBLISHED} IS NOT NULL",
    columns=OF_SCENARIO | _TITLE | {"happened_on": _PUBLISHED, "kind": "scenario.tier"},
    kinds={
        "super": Said("超级场景", "super scenario"),
        "major": Said("综合性重大场景", "major scenario"),
        "integrated": Said("行业领域集成式场景", "integrated scenario"),
        "narrow": Said("高价值小切口场景", "narrow-entry scenario"),
    },
)
SUPER: Final = Source(
    code="super_scenario",
    name=Said("超级场景", "super scenarios on record"),
    unit="scenario",
    record="catalogue.scenario",
    id="scenario.id",
    tables=_SCENARIO,
    where=f"{SHOWN} AND scenario.tier = 'super'",
    columns=OF_SCENARIO
    | _TITLE
    | {
        "happened_on": f"coalesce({_PUBLISHED}, {on('scenario.created_at')})",
        "proven": _HAS_LANDED,
    },
    touched_by={"projects.project": _PROJECT_AND_WHOLE},
)
LANDED: Final = Source(
    code="scenario_landed",
    name=Said("场景落地", "landings"),
    unit="scenario",
    record="catalogue.scenario",
    id="scenario.id",
    tables=(
        f"{_SCENARIO} CROSS JOIN LATERAL (SELECT told.at FROM ledger_entry told"
        " WHERE told.subject = 'catalogue.scenario:' || scenario.id"
        " AND told.verb = 'catalogue.scenario.landed' ORDER BY told.id DESC LIMIT 1) landing"
    ),
    where="scenario.state = 'landed'",
    columns=OF_SCENARIO
    | _TITLE
    | {
        "happened_on": on("landing.at"),
        "proven": (
            "EXISTS (SELECT 1 FROM projects_project landed"
            " WHERE landed.scenario_id = scenario.id AND landed.state = 'landed')"
        ),
    },
    touched_by={"projects.project": _PROJECT},
)
_LAB = (
    "catalogue_label label JOIN catalogue_lab lab ON lab.id = label.lab_id"
    " LEFT JOIN directory_organisation firm ON firm.id = lab.builder_id"
)
_OF_LAB = {
    "city_id": "lab.city_id",
    "happened_on": "label.since",
    "district_id": "coalesce(lab.district_id, firm.district_id)",
    "owner_kind": "coalesce(firm.kind, '')",
    "claimant": "coalesce(firm.name, lab.builder_name)",
    "title": "lab.name",
    "title_en": "lab.name_en",
    "public": "true",
    "record": "'catalogue.lab:' || lab.id",
    "unit": "'lab:' || lab.id",
    "label": "lab.name",
    "label_en": "lab.name_en",
    "kind": "lab.kind",
}
_FIRST = "label.renews_id IS NULL AND label.state <> 'withdrawn'"
_LABS = "lab.kind IN ('scenario_lab', 'innovation_lab', 'lab', 'other')"


def _recognised(code: str, name: Said, unit: str, where: str) -> Source:
    return Source(
        code=code,
        name=name,
        unit=unit,
        record="catalogue.lab",
        id="lab.id",
        tables=_LAB,
        where=f"{_FIRST} AND {where}",
        columns=_OF_LAB,
        kinds={
            "scenario_lab": Said("场景应用实验室", "scenario application lab"),
            "innovation_lab": Said("创新应用实验室", "innovation application lab"),
            "lab": Said("实验室", "lab"),
            "other": Said("其他", "other"),
        },
        touched_by={
            "catalogue.label": "SELECT lab_id FROM catalogue_label WHERE id = ANY(%(ids)s)"
        },
    )


LABS: Final = _recognised("lab_recognised", Said("实验室认定", "recognitions"), "lab", _LABS)
DEMONSTRATIONS: Final = _recognised(
    "demonstration_recognised",
    Said("示范认定", "recognitions as demonstration"),
    "lab",
    "lab.kind = 'demonstration'",
)
BUILDERS: Final = Source(
    code="lab_builder",
    name=Said("建设实验室", "a lab of their own"),
    unit="organisation",
    record="catalogue.lab",
    id="lab.id",
    tables=(
        "catalogue_label label JOIN catalogue_lab lab ON lab.id = label.lab_id"
        " LEFT JOIN evaluation_firms known"
        " ON known.name = lab.builder_name AND lab.builder_id IS NULL"
        " LEFT JOIN directory_organisation firm"
        " ON firm.id = coalesce(lab.builder_id, known.organisation_id)"
    ),
    where=f"{_FIRST} AND {_LABS} AND firm.id IS NOT NULL",
    columns=_OF_LAB
    | {
        "unit": "'organisation:' || firm.id",
        "label": "firm.name",
        "label_en": "firm.name_en",
        "readers": among("firm.seat_id"),
    },
    kinds=LABS.kinds,
    touched_by=LABS.touched_by,
    by_name=ByName(
        tables="catalogue_lab lab",
        id="lab.id",
        name="lab.builder_name",
        where="lab.builder_id IS NULL",
    ),
)
SOURCES: Final = (OPENED, SUPER, LANDED, LABS, DEMONSTRATIONS, BUILDERS)
