"""Days and moments as people give them, with the calendar of their device.

A slip of the hand in the year, 26 or 20226, is told at once.
"""

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from citystage.kernel.years import FIRST_YEAR, LAST_YEAR, is_likely

_DAY: Final = "%Y-%m-%d"
_MINUTE: Final = "%Y-%m-%dT%H:%M"
_SECOND: Final = "%Y-%m-%dT%H:%M:%S"


class Day(forms.DateField):
    """A day from the year 1900 to 2199; reads ``YYYY-MM-DD`` and the ways of the language."""

    def __init__(self, *, label: Any, **settings: Any) -> None:  # noqa: ANN401 -- Django's own
        bounds = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
        widget = forms.DateInput(attrs={"type": "date"} | bounds, format=_DAY)
        super().__init__(label=label, **({"widget": widget} | settings))

    def to_python(self, value: str | date | None) -> date | None:
        """Raises ``ValidationError`` for a year out of bounds."""
        return _possible(super().to_python(value))


class Moment(forms.DateTimeField):
    """A day and a time of day in the city's time, to the minute or, ``seconds``, to the second."""

    def __init__(self, *, label: Any, seconds: bool = False, **settings: Any) -> None:  # noqa: ANN401
        attrs = {"type": "datetime-local"} | ({"step": "1"} if seconds else {})
        bounds = {"min": f"{FIRST_YEAR}-01-01T00:00", "max": f"{LAST_YEAR}-12-31T23:59"}
        widget = forms.DateTimeInput(attrs=attrs | bounds, format=_SECOND if seconds else _MINUTE)
        super().__init__(label=label, **({"widget": widget} | settings))

    def to_python(self, value: str | date | None) -> datetime | None:
        """Raises ``ValidationError`` for a year out of bounds."""
        return _possible(super().to_python(value))


def _possible[D: date](found: D | None) -> D | None:
    if found is None or is_likely(found):
        return found
    raise ValidationError(
        _("The year %(year)d cannot be right: choose one from %(first)d to %(last)d."),
        code="year",
        params={"year": found.year, "first": FIRST_YEAR, "last": LAST_YEAR},
    )
