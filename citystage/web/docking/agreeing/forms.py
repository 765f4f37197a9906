"""The forms of intents and agreements."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.tenancy.models import Unit
from citystage.stages.docking.agreeing import Side, Terms, side_named
from citystage.stages.docking.models import Agreement, Intent
from citystage.stages.docking.queries import promises
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import DealKind, Force
from citystage.web.docking.tracking.forms import CleanText, StepForm
from citystage.web.shell.days import Day
from citystage.web.shell.fields import MoneyField, in_wan


class DealForm(StepForm):
    """What both intents and agreements say."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=DealKind.choices, widget=forms.RadioSelect
    )
    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=240)
    parties = CleanText(
        label=gettext_lazy("Parties"),
        rows=3,
        max_length=2000,
        help_text=gettext_lazy("One on each line, by the full name; at least two."),
    )
    amount = MoneyField()
    text = CleanText(label=gettext_lazy("What is agreed"), rows=4, required=False)
    broker = CleanText(
        label=gettext_lazy("Brought about by"),
        rows=1,
        max_length=200,
        required=False,
        help_text=gettext_lazy("The broker or scene manager, if one introduced the sides."),
    )
    event: Any = forms.ModelChoiceField(
        label=gettext_lazy("At which event"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("at no event"),
    )

    def __init__(self, *args: Any, city: Unit | None = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        known = promises.recent_events(city)
        fields["event"].queryset = promises.events_among(known)
        fields["event"].label_from_instance = lambda one: one.label
        if not known:
            del fields["event"]

    def clean_broker(self) -> Any:  # noqa: ANN401 -- a unit
        """The unit of that name."""
        typed = self.cleaned_data["broker"]
        if not typed:
            return None
        if unit := promises.party_named(typed):
            return unit
        raise forms.ValidationError(_("Nobody of this name is registered here."))

    def terms(self, *, scenario: Any = None) -> Terms:  # noqa: ANN401 -- a scenario
        """What was typed."""
        said = self.cleaned_data
        return Terms(
            kind=DealKind(said["kind"]),
            title=said["title"],
            text=said["text"],
            amount=said["amount"],
            broker=said["broker"],
            event=said.get("event"),
            scenario=scenario,
        )

    def sides(self) -> list[Side]:
        """The parties, line by line."""
        return [
            side_named(line) for line in self.cleaned_data["parties"].splitlines() if line.strip()
        ]


class SigningForm(StepForm):
    """When it was signed and how far it binds."""

    force = forms.ChoiceField(
        label=gettext_lazy("How far it binds"), choices=Force.choices, widget=forms.RadioSelect
    )
    signed_on = Day(label=gettext_lazy("Signed on"))
    expires_on = Day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("The parties are reminded before it."),
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["signed_on"].initial = timezone.localdate()

    def signature(self) -> Signature:
        """What was typed."""
        said = self.cleaned_data
        return Signature(
            force=Force(said["force"]), signed_on=said["signed_on"], expires_on=said["expires_on"]
        )


class AgreementForm(SigningForm, DealForm):
    """An agreement that had no intent on record."""

    field_order = ("kind", "force", "title", "parties", "amount", "signed_on", "expires_on", "text")


class TurnForm(SigningForm):
    """An intent becomes an agreement of the same parties."""

    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=240)
    amount = MoneyField()
    reason = CleanText(label=gettext_lazy("What made it come about"))

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        intent: Intent = self.record
        self.fields["title"].initial = intent.title
        self.fields["amount"].initial = in_wan(intent.amount)

    def terms(self) -> Terms:
        """What the agreement says: the rest as the intent had it."""
        intent, said = self.record, self.cleaned_data
        return Terms(
            kind=DealKind(intent.kind),
            title=said["title"],
            text=intent.text,
            amount=said["amount"],
            scenario=intent.scenario,
            event=intent.event,
            broker=intent.broker,
        )


class AmendForm(StepForm):
    """What the agreement says from now on."""

    text = CleanText(label=gettext_lazy("What was amended"))
    made_on = Day(label=gettext_lazy("Amended on"))
    force = forms.ChoiceField(label=gettext_lazy("How far it binds"), choices=Force.choices)
    amount = MoneyField()
    expires_on = Day(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        agreement: Agreement = self.record
        self.fields["made_on"].initial = timezone.localdate()
        self.fields["force"].initial = agreement.force
        self.fields["amount"].initial = in_wan(agreement.amount)
        self.fields["expires_on"].initial = agreement.expires_on
