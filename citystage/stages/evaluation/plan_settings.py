"""By which terms a city steers: the newest setting of its pack, else what holds for all."""

from typing import Final

from citystage.foundation.tenancy.queries import setting_of
from citystage.stages.evaluation.plan_terms import SteeringTerms

SETTING: Final = "steering"


def steering_terms(city_id: int) -> SteeringTerms:
    """The terms of the city."""
    kept = setting_of(city_id, SETTING)
    return SteeringTerms.model_validate(kept.value) if kept else SteeringTerms()
