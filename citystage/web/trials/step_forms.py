"""The forms of single steps with a trial: agreeing, doubting, incidents, outcomes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.trials.models import Trial
from citystage.web.shell.days import Moment
from citystage.web.shell.fields import CleanText, MoneyField, StepForm, in_wan


class DoubtForm(StepForm):
    """Why a step stands all the same, or is taken back."""

    reason = CleanText(label=gettext_lazy("Reason"), rows=2, max_length=2000)
    step = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        doubted = self.record.doubted
        self.fields["step"].initial = doubted.step if doubted else 0


class WordsOfStepForm(StepForm):
    """Conditions that a body sets out, if any."""

    words = CleanText(label=gettext_lazy("Conditions or remarks"), rows=2, required=False)
    step = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["step"].initial = self.record.trial.step + 1


class StepReasonForm(StepForm):
    """Why an agreement is taken back."""

    reason = CleanText(label=gettext_lazy("Reason"), rows=2)
    step = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["step"].initial = self.record.trial.step + 1


class UnlockForm(StepForm):
    """The step the page showed as the next; pressed twice it happens once."""

    step = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["step"].initial = self.record.trial.step + 1


class IncidentForm(StepForm):
    """What went wrong, and what follows at once."""

    what = CleanText(label=gettext_lazy("What happened"), rows=3, max_length=2000)
    at = Moment(label=gettext_lazy("When"))
    place = CleanText(label=gettext_lazy("Place"), rows=1, max_length=300, required=False)
    back_to = forms.ChoiceField(
        label=gettext_lazy("What follows at once"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        trial: Trial = self.record.trial
        known = self.record.frame
        fields: dict[str, Any] = self.fields
        fields["at"].initial = timezone.localtime()
        stays = _("suspended where it stands")
        choices = [(str(trial.step), stays)]
        for number in range(trial.step - 1, -1, -1):
            step = known.step(number)
            name = step.label if step else _("no permission")
            label = _("suspended and back to “%s”") % name
            choices.append((str(number), label))
        choices.append(("none", _("it is noted; the trial goes on")))
        fields["back_to"].choices = choices
        fields["back_to"].initial = str(trial.step)

    def clean_back_to(self) -> int | None:
        """The step it falls to, or nothing."""
        chosen = self.cleaned_data["back_to"]
        return None if chosen == "none" else int(chosen)


class OutcomeForm(StepForm):
    """Why it ended as it did, and what others may learn."""

    words = CleanText(label=gettext_lazy("Reason"), rows=3, max_length=2000)
    lessons = CleanText(
        label=gettext_lazy("What others should know"), rows=2, max_length=2000, required=False
    )


class TakeForm(OutcomeForm):
    """At which price it is taken over."""

    price = MoneyField(label=gettext_lazy("Price agreed on, in 万元"))
    field_order = ("price", "words", "lessons")

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["words"].label = _("What convinced us")
        self.fields["price"].initial = in_wan(self.record.trial.price)


class FailForm(OutcomeForm):
    """It did not work, because."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["words"].label = _("It did not work, because")
