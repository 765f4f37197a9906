"""The forms of a project."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.docking.states.asks import FILED_KINDS, AskKind
from citystage.stages.projects.actions.keep_flag import Raised
from citystage.stages.projects.actions.keep_payment import Sum
from citystage.stages.projects.actions.plan_payment import Owed
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import Instalment
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.states.projects import (
    FlagKind,
    PaymentKind,
    Standing,
)
from citystage.web.shell import formats
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText, MoneyField, StepForm
from citystage.web.shell.uploads import Files


class Number(forms.DecimalField):
    """A figure with up to four decimals."""

    def __init__(self, *, label: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(
            label=label, max_digits=18, decimal_places=4, required=False, localize=False, **settings
        )


class AimForm(StepForm):
    """What a milestone asks."""

    title = CleanText(label=gettext_lazy("What is to be reached"), rows=1, max_length=200)
    due_on = Day(label=gettext_lazy("By when"))
    unit = CleanText(
        label=gettext_lazy("Counted in"),
        rows=1,
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example %, hours, sites. Empty: judged by words."),
    )
    baseline = Number(label=gettext_lazy("Where it stood before"))
    target = Number(label=gettext_lazy("Target"))
    essential = forms.BooleanField(
        label=gettext_lazy("Essential: without it nothing has landed"),
        required=False,
        initial=True,
    )

    def aim(self) -> Aim:
        """What was typed."""
        said = self.cleaned_data
        return Aim(
            title=said["title"],
            due_on=said["due_on"],
            unit=said["unit"],
            baseline=said["baseline"],
            target=said["target"],
            essential=said["essential"],
        )


class ChangeForm(AimForm):
    """What a milestone asks from now on, and why that changed."""

    reason = CleanText(label=gettext_lazy("Why it is changed"), rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        names = ("title", "due_on", "unit", "baseline", "target", "essential", "version")
        settings["initial"] = {one: plain(getattr(record, one)) for one in names}
        super().__init__(*args, record=record, **settings)


class JudgeForm(StepForm):
    """How far a milestone was reached."""

    actual = Number(label=gettext_lazy("Measured"))
    standing = forms.ChoiceField(
        label=gettext_lazy("Judgement"),
        choices=[(one.value, one.label) for one in Standing if one != Standing.OPEN],
        widget=forms.RadioSelect,
    )
    words = CleanText(
        label=gettext_lazy("In words"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Needed where it is met only partly, or not."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        settings["initial"] = {
            "version": record.version,
            "actual": plain(record.actual),
            "words": record.words,
            "standing": record.standing if record.standing != Standing.OPEN else "",
        }
        super().__init__(*args, record=record, **settings)
        if record.target is None:
            del self.fields["actual"]
        elif record.unit:
            self.fields["actual"].help_text = _("In %s") % record.unit


def plain(value: Any) -> Any:  # noqa: ANN401 -- a column
    """A figure without the zeros behind it."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class PaymentForm(StepForm):
    """An amount agreed or paid."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Which amount"), choices=PaymentKind.choices, widget=forms.RadioSelect
    )
    amount = MoneyField(help_text="")
    on_day = Day(label=gettext_lazy("On which day"))
    words = CleanText(label=gettext_lazy("In words"), rows=1, max_length=300, required=False)
    instalment: Any = forms.ModelChoiceField(
        label=gettext_lazy("Paid for which amount due"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none of them"),
    )
    paper = Files(label=gettext_lazy("Proof: contract, invoice, transfer"), required=False)

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, record=record, **settings)
        self.fields["amount"].required = True
        self.fields["on_day"].initial = timezone.localdate()
        dues = record.instalments.standing().select_related("milestone")
        fields: dict[str, Any] = self.fields
        fields["instalment"].queryset = dues
        fields["instalment"].label_from_instance = in_a_line

    def clean(self) -> dict[str, Any]:
        """Only what was paid is put to an amount due."""
        said = super().clean() or self.cleaned_data
        if said.get("instalment") and said.get("kind") == PaymentKind.AGREED:
            self.add_error("instalment", _("Only what was paid is put to an amount due."))
        return said

    def sum(self) -> Sum:
        """What was typed."""
        said = self.cleaned_data
        papers: list[Sent] = said["paper"] or []
        return Sum(
            kind=PaymentKind(said["kind"]),
            amount=said["amount"],
            on_day=said["on_day"],
            words=said["words"],
            file=papers[0] if papers else None,
            instalment=said["instalment"],
        )


def in_a_line(one: Instalment) -> str:
    """An amount due as a list offers it."""
    parts = [formats.day(one.due_on), formats.money(one.amount)]
    named = one.milestone.title if one.milestone else one.words
    return " · ".join([*parts, named] if named else parts)


class OwedForm(StepForm):
    """What is to be paid by when, and for which milestone."""

    amount = MoneyField(help_text="")
    due_on = Day(label=gettext_lazy("To be paid by"))
    milestone: Any = forms.ModelChoiceField(
        label=gettext_lazy("Due for which milestone"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none: due on its day, whatever was reached"),
        help_text=gettext_lazy("An amount for a milestone is owed once that is met."),
    )
    words = CleanText(label=gettext_lazy("In words"), rows=1, max_length=300, required=False)

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, record=record, **settings)
        self.fields["amount"].required = True
        fields: dict[str, Any] = self.fields
        fields["milestone"].queryset = record.milestones.all()

    def owed(self) -> Owed:
        """What was typed."""
        said = self.cleaned_data
        return Owed(
            amount=said["amount"],
            due_on=said["due_on"],
            milestone=said["milestone"],
            words=said["words"],
        )


class FlagForm(StepForm):
    """A risk, or help that is needed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it"), choices=FlagKind.choices, widget=forms.RadioSelect
    )
    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=200)
    words = CleanText(label=gettext_lazy("What is wrong, or needed"), rows=3)
    ask_kind = forms.ChoiceField(
        label=gettext_lazy("Ask an office at once"),
        choices=[
            ("", gettext_lazy("no office")),
            *((one.value, one.label) for one in FILED_KINDS),
        ],
        required=False,
        help_text=gettext_lazy(
            "It becomes an ask; the city's table says which office answers, and by when."
        ),
    )

    def raised(self) -> Raised:
        """What was typed."""
        said = self.cleaned_data
        kind = said["ask_kind"]
        return Raised(
            kind=FlagKind(said["kind"]),
            title=said["title"],
            words=said["words"],
            ask_kind=AskKind(kind) if kind else None,
        )


class BeginForm(forms.Form):
    """How a project begins."""

    use_required_attribute = False

    title = CleanText(label=gettext_lazy("Project"), rows=1, max_length=240)
    supplier = CleanText(
        label=gettext_lazy("Supplier"),
        rows=1,
        max_length=200,
        help_text=gettext_lazy(
            "Its full name. One that is registered here signs the acceptance itself."
        ),
    )
    begun_on = Day(label=gettext_lazy("Begins on"))
    due_on = Day(label=gettext_lazy("To be accepted by"))
    about = CleanText(label=gettext_lazy("What is put into use, and where"), rows=4, required=False)
    aims = CleanText(
        label=gettext_lazy("First milestones, one a line"),
        rows=4,
        required=False,
        help_text=gettext_lazy(
            "All essential and due with the project; figures are added on the project's page."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """It is due after it began."""
        said = super().clean() or self.cleaned_data
        begun, due = said.get("begun_on"), said.get("due_on")
        if begun and due and due < begun:
            self.add_error("due_on", _("It would be due before it began."))
        return said
