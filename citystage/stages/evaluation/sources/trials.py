"""Evidence from trials: signed, steps unlocked, firms that try, honest failures."""

from typing import Final

from citystage.engines.indicators.explaining import Said
from citystage.stages.evaluation.sources.pieces import AROUND, FIRM, SCENARIO
from citystage.stages.evaluation.sources.source import Source, among, on

_TRIAL = (
    "trials_trial trial JOIN catalogue_scenario scenario ON scenario.id = trial.scenario_id"
    f" JOIN directory_organisation firm ON firm.id = trial.supplier_id{AROUND}"
    " JOIN tenancy_unit side ON side.id = trial.owner_unit_id"
)
_OF_TRIAL = SCENARIO | {
    "city_id": "trial.city_id",
    "district_id": "coalesce(trial.district_id, scenario.district_id)",
    "department_id": "coalesce(trial.department_id, scenario.lead_department_id)",
    "claimant": "side.name",
    "title": "trial.title",
    "public": "trial.shown_by_owner AND trial.shown_by_supplier",
    "readers": among("trial.owner_unit_id", "firm.seat_id"),
}
_ITSELF = {"unit": "'trial:' || trial.id", "label": "trial.title"}
_SIGNED = "trial.signed_at IS NOT NULL AND trial.state NOT IN ('draft', 'dropped')"

SIGNED: Final = Source(
    code="trial_signed",
    name=Said("试用协议", "trial agreements"),
    unit="trial",
    record="trials.trial",
    id="trial.id",
    tables=_TRIAL,
    where=_SIGNED,
    columns=_OF_TRIAL | _ITSELF | {"happened_on": on("trial.signed_at")},
)
TRIED: Final = Source(
    code="trial_party",
    name=Said("场景试用", "trials"),
    unit="organisation",
    record="trials.trial",
    id="trial.id",
    tables=_TRIAL,
    where=_SIGNED,
    columns=_OF_TRIAL | FIRM | {"claimant": "side.name", "happened_on": on("trial.signed_at")},
)
UNLOCKED: Final = Source(
    code="trial_unlocked",
    name=Said("解锁下一步", "steps unlocked"),
    unit="trial",
    record="trials.trial",
    id="trial.id",
    # The day of the step it stands on: a trial that fell back has lost what it had unlocked.
    tables=_TRIAL,
    where=f"{_SIGNED} AND trial.step > 0 AND trial.step_since IS NOT NULL",
    columns=_OF_TRIAL | _ITSELF | {"happened_on": on("trial.step_since")},
)
FAILED: Final = Source(
    code="trial_failed",
    name=Said("试用未成功", "trials closed as failed"),
    unit="scenario",
    record="trials.trial",
    id="trial.id",
    tables=_TRIAL,
    where="trial.state = 'failed' AND trial.ended_at IS NOT NULL",
    columns=_OF_TRIAL
    | {
        "unit": "'scenario:' || scenario.id",
        "label": "scenario.title",
        "label_en": "scenario.title_en",
        "happened_on": on("trial.ended_at"),
    },
)
SOURCES: Final = (SIGNED, TRIED, UNLOCKED, FAILED)
