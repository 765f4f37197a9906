"""The form of a reported reading."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from citystage.stages.evaluation.actions.enter_reading import Source, Stated
from citystage.stages.evaluation.models import Reported
from citystage.stages.evaluation.plan_writing import plain
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText

_SOURCE: Final = {"title": "source_title", "publisher": "source_publisher"}


class ReadingForm(forms.Form):
    """What a source states, where it does, and why it is entered."""

    use_required_attribute = False

    name = CleanText(label=_("What is stated"), max_length=200, rows=1)
    name_en = CleanText(label=_("The same in English"), max_length=300, required=False, rows=1)
    indicator = forms.ChoiceField(
        label=_("Stands beside"),
        required=False,
        help_text=_("The computed figure it is shown beside. It is never added to it."),
    )
    value = forms.DecimalField(
        label=_("Value"), max_digits=18, decimal_places=2, help_text=_("Money in yuan.")
    )
    measure = forms.ChoiceField(label=_("Kind of value"), choices=Reported.Measure.choices)
    exactness = forms.ChoiceField(label=_("How exact"), choices=Reported.Exactness.choices)
    unit = CleanText(label=_("Unit"), max_length=40, required=False, rows=1)
    unit_en = CleanText(label=_("Unit in English"), max_length=80, required=False, rows=1)
    as_written = CleanText(
        label=_("As the source writes it"), max_length=80, required=False, rows=1
    )
    as_of_text = CleanText(
        label=_("For what time it stands"),
        max_length=80,
        rows=1,
        help_text=_("In the words of the source: to the end of June 2026, the year 2025."),
    )
    as_of_text_en = CleanText(
        label=_("The same time in English"), max_length=120, required=False, rows=1
    )
    as_of = Day(label=_("The day it stands for"), required=False)
    source_title = CleanText(label=_("Title of the source"), max_length=300, rows=1)
    source_publisher = CleanText(label=_("Publisher"), max_length=200, required=False, rows=1)
    url = forms.URLField(
        label=_("Address of the source"),
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    published = Day(label=_("Day of the source"))
    quote = CleanText(label=_("Its words"), rows=3, required=False)
    place = CleanText(label=_("Where they stand"), max_length=120, required=False, rows=1)
    note = CleanText(label=_("What is to be known of it"), rows=2, required=False)
    note_en = CleanText(label=_("The same remark in English"), rows=2, required=False)
    reason = CleanText(
        label=_("Why it is entered"),
        rows=2,
        help_text=_("It stands beside the reading for everybody."),
    )

    def __init__(self, *args: Any, indicators: Iterable[tuple[str, str]], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["indicator"].choices = [("", _("nothing computed")), *indicators]

    def stated(self) -> Stated:
        """What was typed of the reading."""
        names = Stated.__dataclass_fields__
        return Stated(**{name: self.cleaned_data[name] for name in names})

    def source(self) -> Source:
        """What was typed of its source."""
        told = self.cleaned_data
        names = Source.__dataclass_fields__
        return Source(**{name: told[_SOURCE.get(name, name)] for name in names})

    @staticmethod
    def filled(reading: Reported) -> dict[str, Any]:
        """What stands in the form of a reading that is corrected."""
        source = reading.source
        published = source.get("published", "")
        return {
            **{name: getattr(reading, name) for name in Stated.__dataclass_fields__},
            "value": plain(reading.value),
            "source_title": source.get("title", ""),
            "source_publisher": source.get("publisher", ""),
            "url": source.get("url", ""),
            "published": date.fromisoformat(published) if published else None,
        }
