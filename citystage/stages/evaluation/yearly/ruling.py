"""By which terms a city assesses: the newest setting of its pack."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.criteria import YearlyTerms

SETTING: Final = "assessments"


class NoYearlyTerms(Refusal):
    """The pack of the city says nothing of yearly assessments."""


def yearly_terms(city: Unit | int) -> YearlyTerms | None:
    """The terms of the city, or nothing when its pack has none."""
    kept = setting_of(city.pk if isinstance(city, Unit) else city, SETTING)
    return YearlyTerms.model_validate(kept.value) if kept else None


def need_yearly_terms(city: Unit | int) -> YearlyTerms:
    """The same. Raises ``NoYearlyTerms``."""
    if found := yearly_terms(city):
        return found
    raise NoYearlyTerms(_("The settings of this city have no templates of yearly assessments."))
