"""The forms of the text of a trial: drafted, written anew, amended."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.trials.contents import Content
from citystage.stages.trials.numbers import BadNumbers, read_numbers, write_numbers
from citystage.stages.trials.queries import standing
from citystage.stages.trials.terms import Measure, TrialTerms
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText, MoneyField, StepForm, in_wan

_FREE: Final = (
    ("free", gettext_lazy("free of charge")),
    ("paid", gettext_lazy("against a fee")),
)


class TextForm(StepForm):
    """The points of the agreement. ``measures`` and ``templates`` come from the city's pack."""

    title = CleanText(label=gettext_lazy("Title"), rows=1, max_length=240)
    object = CleanText(
        label=gettext_lazy("What is tried"),
        rows=3,
        help_text=gettext_lazy("Product, model, number of sets, and what the owner provides."),
    )
    district: Any = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("whole city"),
    )
    place = CleanText(label=gettext_lazy("Place"), rows=1, max_length=300)
    starts_on = Day(label=gettext_lazy("First day"))
    last_day = Day(label=gettext_lazy("Last day"))
    free = forms.ChoiceField(
        label=gettext_lazy("Fee"), choices=_FREE, widget=forms.RadioSelect, initial="free"
    )
    fee = MoneyField(label=gettext_lazy("Fee, in 万元"))
    fee_words = CleanText(
        label=gettext_lazy("How the fee is paid"), rows=1, max_length=300, required=False
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Numbers to reach, from a template"), required=False
    )
    numbers = CleanText(
        label=gettext_lazy("Numbers to reach"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "One condition on each line; every line is to be reached. Within a line write “or”"
            " between choices and “and” between what belongs together: 240 h or 1,000 km."
        ),
    )
    price = MoneyField(label=gettext_lazy("Price if it is taken over, in 万元"))
    price_words = CleanText(
        label=gettext_lazy("How the price is made up"), rows=1, max_length=300, required=False
    )
    data: Any = CleanText(
        label=gettext_lazy("Data"),
        rows=3,
        help_text=gettext_lazy("Whose data it is, who may use it for what, when it is deleted."),
    )
    property = CleanText(label=gettext_lazy("Intellectual property"), rows=3)
    insurance = CleanText(label=gettext_lazy("Insurance and liability"), rows=3)
    exit = CleanText(
        label=gettext_lazy("Exit"),
        rows=3,
        help_text=gettext_lazy("When either side may end it, and how the place is left."),
    )
    other = CleanText(label=gettext_lazy("Other"), rows=2, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        terms: TrialTerms,
        measures: tuple[Measure, ...],
        districts: Any,  # noqa: ANN401 -- a queryset of units
        **settings: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **settings)
        self.terms, self.measures = terms, measures
        fields: dict[str, Any] = self.fields
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda one: one.label
        names = [(one.code, standing.worded(one.name)) for one in terms.numbers]
        fields["template"].choices = [("", _("write them below")), *names]

    def clean(self) -> dict[str, Any]:
        """The numbers as they are written, or those of the template."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if written := said.get("numbers", ""):
            try:
                said["lines"] = read_numbers(written, self.measures)
            except BadNumbers as refusal:
                self.add_error("numbers", str(refusal))
        elif template := self.terms.template(said.get("template")):
            said["lines"] = template.lines
        elif "numbers" not in self.errors:
            self.add_error("numbers", _("Write at least one number to reach."))
        first, last = said.get("starts_on"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The trial ends before it begins."))
        if said.get("free") == "paid" and said.get("fee") is None and not said.get("fee_words"):
            self.add_error("fee", _("Say what the trial costs, or that it is free."))
        return said

    def content(self) -> Content:
        """What was typed."""
        said = self.cleaned_data
        paid = said["free"] == "paid"
        return Content(
            title=said["title"],
            object=said["object"],
            district=said["district"].pk if said["district"] else None,
            place=said["place"],
            starts_on=said["starts_on"],
            ends_on=said["last_day"] + timedelta(days=1),
            free=not paid,
            fee=said["fee"] if paid else None,
            fee_words=said["fee_words"] if paid else "",
            numbers=said["lines"],
            price=said["price"],
            price_words=said["price_words"],
            data=said["data"],
            property=said["property"],
            insurance=said["insurance"],
            exit=said["exit"],
            other=said["other"],
        )


class AmendForm(TextForm):
    """The text as it is to read, and why."""

    reason = CleanText(
        label=gettext_lazy("Why it is changed"),
        rows=2,
        help_text=gettext_lazy("It is shown to those it concerns."),
    )
    field_order = ("reason",)


class BeginForm(TextForm):
    """A new trial: with whom, on which ladder; then the text."""

    supplier = CleanText(
        label=gettext_lazy("Supplier"),
        rows=1,
        max_length=200,
        help_text=gettext_lazy("The full name of a registered organisation."),
    )
    ladder = forms.ChoiceField(label=gettext_lazy("Steps of permission"), widget=forms.RadioSelect)
    field_order = ("supplier", "title", "ladder")

    def __init__(self, *args: Any, paired: bool, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["ladder"].choices = [
            (one.code, standing.worded(one.name)) for one in self.terms.ladders
        ]
        if self.terms.ladders:
            fields["ladder"].initial = self.terms.ladders[0].code
        if paired:
            del fields["supplier"]


def initial_of(content: Content, measures: tuple[Measure, ...]) -> dict[str, Any]:
    """A text as the form shows it."""
    return {
        **content.model_dump(
            include={
                "title", "object", "district", "place", "starts_on", "fee_words", "price_words",
                "data", "property", "insurance", "exit", "other",
            }
        ),
        "last_day": content.ends_on - timedelta(days=1),
        "free": "free" if content.free else "paid",
        "fee": in_wan(content.fee),
        "price": in_wan(content.price),
        "numbers": write_numbers(content.numbers, measures),
    }  # fmt: skip
