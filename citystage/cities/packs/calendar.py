"""The calendar of a pack: the official holidays of a year, and what is worked in exchange."""

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.cities.packs.schema import Said, Several, Strictly, Words

_SATURDAY = 5


class Holiday(Strictly):
    """Days off in a row; half-open, ``[since, until)``."""

    name: Words
    since: date
    until: date

    @model_validator(mode="after")
    def runs_forward(self) -> Self:
        if self.until <= self.since:
            raise ValueError(_("A holiday ends after it begins."))
        return self


class CalendarYear(Strictly):
    """One year as the government arranged it; ``title`` and ``publisher`` tell where."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    title: Said
    publisher: Said
    published: date
    holidays: Several[Holiday] = Field(min_length=1)
    worked: Several[date] = ()

    @property
    def code(self) -> str:
        """A city's own year takes the place of the shared one."""
        return str(self.year)

    @model_validator(mode="after")
    def worked_days_are_weekends(self) -> Self:
        days = {*self.worked}
        rests = any(one.since <= day < one.until for one in self.holidays for day in days)
        if rests or any(day.weekday() < _SATURDAY for day in days):
            raise ValueError(_("A day worked in exchange is a weekend day and no holiday."))
        return self


class CalendarFile(Strictly):
    years: Several[CalendarYear] = ()
