"""The forms of claims."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from citystage.stages.projects.actions.claim_arrival import Came
from citystage.stages.projects.actions.report_first_use import Used
from citystage.stages.projects.states.claims import FirstUseKind
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText, MoneyField, StepForm
from citystage.web.shell.uploads import Files, ManyFiles


class _ClaimForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, districts: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda one: one.label


def _district(*, required: bool) -> Any:  # noqa: ANN401 -- a field
    return forms.ModelChoiceField(
        label=gettext_lazy("District"),
        queryset=None,
        required=required,
        empty_label=gettext_lazy("choose"),
    )


def _proofs(hint: Any) -> Files:  # noqa: ANN401 -- a text
    return Files(label=gettext_lazy("Proof"), widget=ManyFiles, help_text=hint)


class FirstUseForm(_ClaimForm):
    """A first use, as a unit reports it."""

    maker = CleanText(label=gettext_lazy("Maker"), rows=1, max_length=200)
    name = CleanText(label=gettext_lazy("Product"), rows=1, max_length=200)
    model = CleanText(label=gettext_lazy("Model"), rows=1, max_length=120, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Which first it is"),
        choices=FirstUseKind.choices,
        widget=forms.RadioSelect,
        initial=FirstUseKind.FIRST_USE,
    )
    user = CleanText(label=gettext_lazy("Who used it first"), rows=1, max_length=200)
    used_on = Day(label=gettext_lazy("In use since"))
    place = CleanText(label=gettext_lazy("Place"), rows=1, max_length=200, required=False)
    district = _district(required=False)
    project: Any = forms.ModelChoiceField(
        label=gettext_lazy("Project"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("of no project here"),
    )
    amount = MoneyField()
    words = CleanText(label=gettext_lazy("In words"), rows=3, required=False)
    proofs = _proofs(
        gettext_lazy("Contract, delivery note, photo: at most five files, 10 MB each.")
    )

    def __init__(self, *args: Any, projects: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["project"].queryset = projects

    def used(self) -> Used:
        """What was typed."""
        said = self.cleaned_data
        return Used(
            kind=FirstUseKind(said["kind"]),
            maker=said["maker"],
            name=said["name"],
            model=said["model"],
            user=said["user"],
            used_on=said["used_on"],
            place=said["place"],
            district=said["district"],
            project=said["project"],
            amount=said["amount"],
            words=said["words"],
            proofs=said["proofs"],
        )


class ArrivalForm(_ClaimForm):
    """A firm brought in, as an office reports it."""

    name = CleanText(label=gettext_lazy("Firm"), rows=1, max_length=200)
    uscc = CleanText(
        label=gettext_lazy("Unified social credit code"),
        rows=1,
        max_length=24,
        required=False,
        help_text=gettext_lazy("18 signs. By it a firm that two units report is counted once."),
    )
    district = _district(required=True)
    arrived_on = Day(label=gettext_lazy("Settled on"))
    amount = MoneyField(label=gettext_lazy("Invests, in 万元"))
    words = CleanText(
        label=gettext_lazy("Through which scenario or event it came"), rows=3, required=False
    )
    proofs = _proofs(gettext_lazy("Business licence or lease: at most five files, 10 MB each."))

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["arrived_on"].initial = timezone.localdate()

    def came(self) -> Came:
        """What was typed."""
        said = self.cleaned_data
        return Came(
            name=said["name"],
            uscc=said["uscc"],
            district=said["district"],
            arrived_on=said["arrived_on"],
            amount=said["amount"],
            words=said["words"],
            proofs=said["proofs"],
        )


class MergeForm(StepForm):
    """Which entry is the same product."""

    other = forms.ChoiceField(
        label=gettext_lazy("The same product as"), widget=forms.RadioSelect, choices=[]
    )
    reason = CleanText(label=gettext_lazy("How one knows that"), rows=2)

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, record=record, **settings)
        fields: dict[str, Any] = self.fields
        fields["other"].choices = [
            (str(one.pk), f"{one} · {one.maker_name}") for one in record.look_alikes
        ]
