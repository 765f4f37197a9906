"""The terms of trials that a city has now."""

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.stages.trials.terms import TrialTerms


def terms_of(city: Unit | int) -> TrialTerms:
    """The city's own terms, as its pack has them now."""
    kept = setting_of(city.pk if isinstance(city, Unit) else city, "trials")
    return TrialTerms.model_validate(kept.value) if kept else TrialTerms()
