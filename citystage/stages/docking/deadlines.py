"""What the city's pack says of asks, promises and agreements: days, and who answers which ask."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.stages.selection.posting import ZONE


@dataclass(frozen=True, slots=True)
class AskTerms:
    """Days of asks; without a pack these stand. Working days where the name says so."""

    reply_working_days: int = 10
    climb_working_days: int = 3
    dispute_working_days: int = 10
    lapse_days: int = 30
    lapse_notice_days: int = 7


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """Days of promises."""

    remind_before_days: int = 3
    climb_days: int = 7
    shown_days: int = 365


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """Days of agreements."""

    remind_before_days: int = 60


def ask_terms(city_id: int) -> AskTerms:
    """The city's terms of asks."""
    return _read(AskTerms, _told(city_id).get("asks"))


def promise_terms(city_id: int) -> PromiseTerms:
    """The city's terms of promises."""
    return _read(PromiseTerms, _told(city_id).get("promises"))


def agreement_terms(city_id: int) -> AgreementTerms:
    """The city's terms of agreements."""
    return _read(AgreementTerms, _told(city_id).get("agreements"))


def working_days_after(city_id: int, moment: datetime, days: int) -> datetime:
    """The end of the so-manieth working day of the city after ``moment``'s day."""
    return calendar_of(city_id).end_after(moment, days, ZONE)


def routed(city: Unit, kind: str, field: Term | None) -> Unit:
    """Who answers: by kind and field, else by kind, else the city itself."""
    code = field.code if field else ""
    found: dict[str, str] = {}
    for route in _told(city.pk).get("routes", ()):
        if route["kind"] == kind and route.get("field", "") in {"", code}:
            found[route.get("field", "")] = route["unit"]
    wanted = found.get(code) or found.get("")
    if not wanted:
        return city
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.DISTRICT)
    unit = Unit.objects.filter(city=city, kind__in=kinds, code=wanted).first()
    # The coordinating office of the city acts as the city.
    return city if unit is None or unit.coordinates else unit


def _told(city_id: int) -> Mapping[str, Any]:
    kept = setting_of(city_id, "docking")
    return kept.value if kept else {}


def _read[T: (AskTerms, PromiseTerms, AgreementTerms)](kind: type[T], told: Any) -> T:  # noqa: ANN401 -- a pack's table
    known = {one.name for one in fields(kind)}
    return kind(**{name: value for name, value in (told or {}).items() if name in known})
