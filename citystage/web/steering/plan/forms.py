"""Forms of plans and targets."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from citystage.stages.evaluation.models import Plan, Revision, Target
from citystage.stages.evaluation.plan_writing import plain
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText

_LONGEST = 2_000


class _Form(forms.Form):
    use_required_attribute = False


class PlanForm(_Form):
    """A plan without its targets."""

    name = CleanText(label=_("Name of the plan"), max_length=200, rows=1)
    name_en = CleanText(label=_("Name in English"), max_length=300, required=False, rows=1)
    from_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    until_year = forms.IntegerField(
        label=_("Last year"),
        min_value=2000,
        max_value=2100,
        required=False,
        help_text=_("Leave it empty where no end is set."),
    )
    note = CleanText(label=_("What the plan is about"), rows=3, required=False)
    note_en = CleanText(label=_("The same in English"), rows=3, required=False)
    public = forms.BooleanField(
        label=_("Everybody may read it"),
        required=False,
        help_text=_("Public plans stand on the page of results."),
    )

    @staticmethod
    def filled(plan: Plan) -> dict[str, Any]:
        """What stands in the form of a plan that is there."""
        return {name: getattr(plan, name) for name in PlanForm.base_fields}


class Steps(forms.CharField):
    """Steps on the way, one a line: year and figure."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(
            label=_("Steps on the way"),
            required=False,
            max_length=_LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line: the year, then what should be reached by its end: 2026 30"),
            **settings,
        )

    def clean(self, value: object) -> dict[int, Decimal]:
        """Year -> figure."""
        text = super().clean(value)
        found: dict[int, Decimal] = {}
        for line in text.replace(":", " ").replace("：", " ").splitlines():
            parts = line.split()
            if not parts:
                continue
            try:
                year, worth = parts
                found[int(year)] = Decimal(worth.replace(",", ""))
            except (ValueError, InvalidOperation) as error:
                raise forms.ValidationError(
                    _("“%(line)s” is not a year and a figure."), params={"line": line[:60]}
                ) from error
            if not found[int(year)].is_finite():
                raise forms.ValidationError(
                    _("“%(line)s” is not a year and a figure."), params={"line": line[:60]}
                )
        return found


class AskedForm(_Form):
    """What a target asks for."""

    at_least = forms.DecimalField(
        label=_("At least"), min_value=Decimal("0.01"), max_digits=16, decimal_places=2
    )
    baseline = forms.DecimalField(
        label=_("It begins from"),
        min_value=0,
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text=_(
            "The figure before the plan, where one is known: growth is then measured from there."
            " A count goes on from it."
        ),
    )
    baseline_year = forms.IntegerField(
        label=_("at the end of the year"), min_value=1990, max_value=2100, required=False
    )
    milestones = Steps()
    in_force_on = Day(label=_("In force from"))


class _Words(_Form):
    """What a target is called, and what counts."""

    name = CleanText(label=_("What is to be reached"), max_length=200, rows=1)
    name_en = CleanText(label=_("The same in English"), max_length=300, required=False, rows=1)
    unit = CleanText(label=_("Unit"), max_length=40, rows=1)
    unit_en = CleanText(label=_("Unit in English"), max_length=80, required=False, rows=1)
    counts = CleanText(label=_("What counts"), rows=2, required=False)
    counts_en = CleanText(label=_("What counts, in English"), rows=2, required=False)


class CorrectForm(_Words):
    """The words of a target are put right, and why."""

    reason = CleanText(
        label=_("Why the words are corrected"),
        rows=3,
        help_text=_("The figure stays: another figure is a revision, not a correction."),
    )

    @staticmethod
    def filled(target: Target) -> dict[str, Any]:
        """What stands in the form: the words as they are."""
        return {name: getattr(target, name) for name in _Words.base_fields}


class TargetForm(_Words, AskedForm):
    """A new target."""

    period = forms.ChoiceField(label=_("Counted"), choices=Target.Period.choices)
    indicator = forms.ChoiceField(
        label=_("Measured by"),
        required=False,
        help_text=_("Without an indicator the target stands, and nothing measures it."),
    )
    pipeline = forms.ChoiceField(
        label=_("Shown as on its way"), required=False, choices=Target.Pipeline.choices
    )
    field_order = ("name", "name_en", "unit", "unit_en", *AskedForm.base_fields)

    def __init__(self, *args: Any, indicators: Iterable[tuple[str, str]], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["indicator"].choices = [("", _("nothing yet")), *indicators]


class ReviseForm(AskedForm):
    """A target asks for something else, and why."""

    reason = CleanText(
        label=_("Why the target is revised"),
        rows=3,
        help_text=_("It stands beside the old target for everybody who reads the plan."),
    )

    @staticmethod
    def filled(revision: Revision) -> dict[str, Any]:
        """What stands in the form: what is asked for now."""
        return {
            "at_least": plain(revision.at_least),
            "baseline": None if revision.baseline is None else plain(revision.baseline),
            "baseline_year": revision.baseline_year,
            "milestones": "\n".join(f"{year} {plain(worth)}" for year, worth in revision.steps),
        }


class DropForm(_Form):
    """Why a target does not count any more."""

    reason = CleanText(label=_("Why the target is dropped"), rows=3)
