"""What the city's pack says of events."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

from citystage.foundation.tenancy.queries import setting_of

# As the schema of packs has it (``cities/packs/docking.py``).
REMIND_AT_MOST_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class EventTerms:
    """Days before the event and hours of the clock; without a pack these stand."""

    # Participants are reminded so many days before, from this hour on; 0: nobody is.
    remind_before_days: int = 1
    remind_from_hour: int = 9

    def reminds_on(self, begins: datetime) -> date | None:
        """The day on which participants of an event are reminded (``begins`` in local time)."""
        days = self.remind_before_days
        return begins.date() - timedelta(days=days) if days else None


def event_terms(city_id: int) -> EventTerms:
    """The city's own terms, as its pack has them now."""
    kept = setting_of(city_id, "docking")
    told = dict(kept.value.get("events") or {}) if kept else {}
    known = {one.name for one in fields(EventTerms)}
    return EventTerms(**{name: value for name, value in told.items() if name in known})
