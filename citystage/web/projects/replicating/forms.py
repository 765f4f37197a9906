"""The forms of patterns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from citystage.stages.projects.actions.write_pattern import Told
from citystage.stages.projects.models import Pattern
from citystage.stages.projects.queries.patterns import demonstrations_for
from citystage.web.shell.fields import CleanText, MoneyField, StepForm, in_wan


class PatternForm(forms.Form):
    """What others can copy."""

    use_required_attribute = False

    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=240)
    conditions = CleanText(
        label=gettext_lazy("Conditions"),
        rows=5,
        required=False,
        help_text=gettext_lazy("Place, equipment, data, staff, approvals: what must be there."),
    )
    cost = MoneyField(label=gettext_lazy("Cost, in 万元"), help_text="")
    cost_text = CleanText(
        label=gettext_lazy("What the cost consists of"), rows=1, max_length=300, required=False
    )
    result = CleanText(
        label=gettext_lazy("Result"),
        rows=4,
        required=False,
        help_text=gettext_lazy("Measured figures, before and after."),
    )
    pitfalls = CleanText(
        label=gettext_lazy("Pitfalls"),
        rows=4,
        required=False,
        help_text=gettext_lazy("What went wrong on the way, and how to avoid it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, pattern: Pattern, data: Any = None) -> PatternForm:  # noqa: ANN401 -- what was sent
        """Filled with what the pattern says."""
        names = ("title", "conditions", "cost_text", "result", "pitfalls", "version")
        initial = {name: getattr(pattern, name) for name in names}
        return cls(data, initial=initial | {"cost": in_wan(pattern.cost)})

    def told(self) -> Told:
        """What was typed."""
        said = self.cleaned_data
        return Told(
            title=said["title"],
            conditions=said["conditions"],
            cost=said["cost"],
            cost_text=said["cost_text"],
            result=said["result"],
            pitfalls=said["pitfalls"],
        )


class CopyForm(forms.Form):
    """In which call the copy is filed."""

    use_required_attribute = False
    call: Any = forms.ModelChoiceField(
        label=gettext_lazy("File it under"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, calls: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["call"].queryset = calls
        fields["call"].label_from_instance = lambda one: one.label
        fields["call"].initial = next((one.pk for one in calls[:1]), None)


class RecognitionForm(StepForm):
    """Which recognised demonstration a pattern is."""

    lab: Any = forms.ModelChoiceField(
        label=gettext_lazy("Recognised demonstration"),
        queryset=None,
        empty_label=gettext_lazy("choose one"),
        help_text=gettext_lazy(
            "Those of both sides stand first. The two pages then name each other."
        ),
    )

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, record=record, **settings)
        fields: dict[str, Any] = self.fields
        fields["lab"].queryset = demonstrations_for(record)
        fields["lab"].label_from_instance = lambda one: one.label
