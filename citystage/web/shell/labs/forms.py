"""The forms of a lab's page: a need, a reason, a service, a trial, a financing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import clean
from citystage.kernel.money import WAN_YUAN, NotMoney, parse_money
from citystage.stages.evaluation.actions.keep_record import Told
from citystage.stages.evaluation.keeping import LONGEST
from citystage.stages.evaluation.models import Need, Record
from citystage.web.shell.days import Day

_CHOOSE = ("", gettext_lazy("Choose"))


class Line(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)).strip() if value else ""


def lines(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> Line:  # noqa: ANN401 -- lazy text
    """Several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return Line(
        label=label, max_length=LONGEST, required=required, widget=widget, help_text=help_text
    )


class Plain(forms.Form):
    """Errors are said by the page, not by the browser."""

    use_required_attribute = False


class NeedForm(Plain):
    """What the lab needs."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of need"), choices=Need.Kind.choices)
    title = Line(label=gettext_lazy("The need in a sentence"), max_length=200)
    words = lines(gettext_lazy("Conditions, place, until when"), required=False, rows=2)
    public = forms.BooleanField(
        label=gettext_lazy("Show it on the public page of the lab"), required=False
    )


class ReasonForm(Plain):
    """Why, or how."""

    reason = lines(gettext_lazy("In words"))


class _Entry(Plain):
    """What services, trials and financing have in common."""

    shown = forms.ChoiceField(
        label=gettext_lazy("What the public sees"),
        choices=[
            (Record.Shown.HIDDEN, gettext_lazy("Nothing")),
            (Record.Shown.FULL, gettext_lazy("This entry")),
        ],
        widget=forms.RadioSelect,
        initial=Record.Shown.HIDDEN,
    )

    def told(self) -> Told:
        """What was said."""
        return Told(**{key: value for key, value in self.cleaned_data.items() if value is not None})


class ServiceForm(_Entry):
    """A service the lab received."""

    title = Line(label=gettext_lazy("Which service"), max_length=200)
    partner = Line(label=gettext_lazy("Who gave it"), max_length=200, required=False)
    since = Day(label=gettext_lazy("Day"))
    words = lines(gettext_lazy("What came of it"), required=False)
    field_order = ["title", "partner", "since", "words", "shown"]


class TrialForm(_Entry):
    """A trial the lab made."""

    title = Line(label=gettext_lazy("What was tried"), max_length=200)
    partner = Line(label=gettext_lazy("Where, with whom"), max_length=200, required=False)
    since = Day(label=gettext_lazy("First day"))
    last = Day(label=gettext_lazy("Last day (empty while it runs)"), required=False)
    outcome = forms.ChoiceField(
        label=gettext_lazy("How it stands"), choices=[_CHOOSE, *Record.Outcome.choices]
    )
    words = lines(gettext_lazy("What was measured, with which result"), required=False)
    field_order = ["title", "partner", "since", "last", "outcome", "words", "shown"]

    def clean(self) -> dict[str, Any]:
        """A trial ends after it began."""
        said = super().clean() or self.cleaned_data
        since, last = said.get("since"), said.get("last")
        if since and last and last < since:
            self.add_error("last", _("The last day cannot come before the first."))
        return said

    def told(self) -> Told:
        """What was said; the end is the day after the last one."""
        said = dict(self.cleaned_data)
        last: date | None = said.pop("last")
        return Told(**said, until=last + timedelta(days=1) if last else None)


class Amount(forms.Field):
    """A sum in ten thousand yuan, or with its unit; the value is in fen."""

    def to_python(self, value: object) -> Any:  # noqa: ANN401 -- as Django calls it
        """Read it exactly."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            fen = parse_money(text, unit=WAN_YUAN)
        except NotMoney as wrong:
            raise forms.ValidationError(_("Write a sum, for example 3500 or 0.35亿元.")) from wrong
        if not fen > 0:
            raise forms.ValidationError(_("The sum must be above zero."))
        return fen


class FinancingForm(_Entry):
    """A financing the lab raised."""

    title = Line(label=gettext_lazy("What it is called"), max_length=200)
    round = forms.ChoiceField(
        label=gettext_lazy("Round or kind"), choices=[_CHOOSE, *Record.Round.choices]
    )
    amount = Amount(
        label=gettext_lazy("Amount (10,000 yuan)"),
        widget=forms.TextInput(attrs={"maxlength": 40, "inputmode": "decimal"}),
    )
    partner = Line(label=gettext_lazy("Source of the money"), max_length=200, required=False)
    since = Day(label=gettext_lazy("Day"))
    words = lines(gettext_lazy("Remark"), required=False, rows=2)
    shown = forms.ChoiceField(
        label=gettext_lazy("What the public sees"),
        choices=[
            (Record.Shown.HIDDEN, gettext_lazy("Nothing")),
            (Record.Shown.FACT, gettext_lazy("Round and day, without amount and source")),
            (Record.Shown.FULL, gettext_lazy("All of it")),
        ],
        widget=forms.RadioSelect,
        initial=Record.Shown.HIDDEN,
    )
    field_order = ["title", "round", "amount", "partner", "since", "words", "shown"]


FORMS: dict[str, type[ServiceForm | TrialForm | FinancingForm]] = {
    Record.Kind.SERVICE: ServiceForm,
    Record.Kind.TRIAL: TrialForm,
    Record.Kind.FINANCING: FinancingForm,
}


def initial_of(record: Record) -> dict[str, Any]:
    """An entry as its form shows it."""
    told = {
        name: getattr(record, name)
        for name in ("title", "partner", "since", "outcome", "round", "words", "shown")
    }
    told["last"] = record.until - timedelta(days=1) if record.until else None
    if record.amount is not None:
        told["amount"] = f"{record.amount / WAN_YUAN:.6f}".rstrip("0").rstrip(".")
    return told
