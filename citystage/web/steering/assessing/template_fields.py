"""The fields of one criterion in the form of a template."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.evaluation.criteria import Measure
from citystage.web.shell.fields import CleanText

_BETTER: Final = (
    ("more", gettext_lazy("more is better")),
    ("less", gettext_lazy("less is better")),
)


def fields_of(one: Measure, weight: str) -> dict[str, forms.Field]:
    """The fields of a criterion that is there; ``out`` takes it out of the next version."""
    found = _names(one.code, one.name.zh, one.name.en)
    found[f"{one.code}-weight"] = _weight(weight)
    if one.kind == "figure":
        found[f"{one.code}-better"] = _better(one.better)
        if one.since:
            found[f"{one.code}-none_as"] = _none_as(one.none_as)
    else:
        found |= _judging(one.code, one)
    found[f"{one.code}-out"] = forms.BooleanField(
        label=_("Take it out of the next version"), required=False
    )
    return found


def new_fields(
    row: str, figures: Sequence[tuple[str, str]], *, days: bool
) -> dict[str, forms.Field]:
    """The fields of a criterion to come; ``days``: a figure may count days between records."""
    kinds = [("", _("none")), ("judged", _("judged by assessors")), ("figure", _("figure"))]
    found: dict[str, forms.Field] = {
        f"{row}-kind": forms.ChoiceField(
            label=_("Kind"), choices=kinds if figures else kinds[:2], required=False
        )
    }
    found |= _names(row, "", "", required=False)
    found[f"{row}-weight"] = _weight("1")
    if figures:
        found[f"{row}-figure"] = forms.ChoiceField(
            label=_("What a figure counts"), choices=figures, required=False
        )
        found[f"{row}-better"] = _better("more")
    if figures and days:
        found[f"{row}-since"] = forms.ChoiceField(
            label=_("Days from the first of"),
            choices=[("", _("no days: records are counted")), *figures],
            required=False,
        )
        found[f"{row}-none_as"] = _none_as(None)
    return found | _judging(row, None)


def _none_as(initial: Decimal | None) -> forms.Field:
    return forms.DecimalField(
        label=_("Days where there is no end in the year"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        initial=initial,
        help_text=_("Left empty, nothing is filled in and there is no place without an end."),
    )


def _names(row: str, zh: str, en: str, *, required: bool = True) -> dict[str, forms.Field]:
    labels = {"zh": _("Name in Chinese"), "en": _("Name in English")}
    return {
        f"{row}-name_{language}": CleanText(
            label=label,
            rows=1,
            max_length=100,
            required=required,
            initial={"zh": zh, "en": en}[language],
        )
        for language, label in labels.items()
    }


def _weight(initial: str) -> forms.Field:
    return forms.DecimalField(
        label=_("Weight"), min_value=0, max_value=1000, decimal_places=2, initial=initial
    )


def _better(initial: str) -> forms.Field:
    return forms.ChoiceField(label=_("Better is"), choices=_BETTER, initial=initial)


def _judging(row: str, one: Measure | None) -> dict[str, forms.Field]:
    asks = one.asks if one else None
    zh, en = (asks.zh, asks.en) if asks else ("", "")
    return {
        f"{row}-asks_zh": CleanText(
            label=_("What the self-report is asked, in Chinese"),
            rows=2,
            max_length=500,
            required=False,
            initial=zh,
        ),
        f"{row}-asks_en": CleanText(
            label=_("What the self-report is asked, in English"),
            rows=2,
            max_length=500,
            required=False,
            initial=en,
        ),
        f"{row}-explain_below": forms.DecimalField(
            label=_("Marks below this need a reason"),
            required=False,
            max_digits=8,
            decimal_places=2,
            initial=one.explain_below if one else None,
        ),
    }
