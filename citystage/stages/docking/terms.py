"""What the city's pack says of answering a scenario."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of


@dataclass(frozen=True, slots=True)
class Answering:
    """Days are calendar days; without a pack these stand."""

    window_days: int = 20
    questions_days_before: int = 5
    evidence_words: int = 100
    clarification_days: int = 3
    outcome_days: int = 15
    climb_days: int = 5
    sealed: bool = True
    asks_price: bool = True
    eligible_kinds: tuple[str, ...] = ()

    def outcome_due(self, closes_at: datetime) -> datetime:
        """By when an outcome stands on record."""
        return closes_at + timedelta(days=self.outcome_days)

    def climbs_at(self, due: datetime, step: int) -> datetime:
        """When an overdue outcome reaches ``step``: 1 owner, 2 department, 3 city."""
        return due + (step - 1) * timedelta(days=self.climb_days)


def answering_of(city: Unit | int) -> Answering:
    """The city's own terms, as its pack has them now."""
    kept = setting_of(city.pk if isinstance(city, Unit) else city, "docking")
    told = dict(kept.value.get("answering", {})) if kept else {}
    told["eligible_kinds"] = tuple(told.get("eligible_kinds", ()))
    known = {one.name for one in fields(Answering)}
    return Answering(**{name: value for name, value in told.items() if name in known})
