"""Forms around answers: windows, reasons, invitations, shares, contacts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.folding import clean
from citystage.foundation.directory.models import Organisation
from citystage.stages.docking.states.answers import OpeningState
from citystage.web.shell.days import Moment
from citystage.web.shell.uploads import Files, ManyFiles


class _Words(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)) if value else ""


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Plain(forms.Form):
    """The page says what is missing, not the browser."""

    use_required_attribute = False


class OpenForm(_Plain):
    """What an owner settles when opening a scenario for answers."""

    closes_at = Moment(
        label=_("Answers are taken until"),
        seconds=True,
        help_text=_("To the second; this moment is excluded."),
    )
    questions_until = Moment(label=_("Questions are taken until"), seconds=True)
    essentials = _Words(
        label=_("Essentials, one on each line"),
        help_text=_("Each is answered with yes or no and evidence of few words."),
        widget=_long(6),
    )
    sealed = forms.BooleanField(
        label=_("Sealed: nobody reads an answer before the window is over"), required=False
    )
    asks_price = forms.BooleanField(label=_("Ask how the offer is priced"), required=False)
    eligible_kinds = forms.MultipleChoiceField(
        label=_("Who may answer"),
        help_text=_("Choose none to invite every registered organisation."),
        choices=Organisation.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = _Words(
        label=_("A word to those who answer"), required=False, max_length=2000, widget=_long(3)
    )


class ExtendForm(_Plain):
    """More time, with a reason everybody reads."""

    closes_at = Moment(
        label=_("Answers are taken until"),
        seconds=True,
        help_text=_("Later than now; never earlier."),
    )
    reason = _Words(label=_("Why"), max_length=1000, widget=_long(2))


class ReasonForm(_Plain):
    """A step taken with words."""

    reason = _Words(label=_("Reason"), max_length=1000, widget=_long(2))


class ShowForm(_Plain):
    """An invitation to show: a moment and a place, or a free time of a one-to-one day."""

    talk = forms.ChoiceField(
        label=_("At a one-to-one day to which both come"),
        required=False,
        help_text=_("The time is kept in the plan of the day; time and place below count no more."),
    )
    at = Moment(label=_("When"), seconds=True, required=False)
    place = _Words(label=_("Where"), max_length=200, required=False)
    note = _Words(label=_("What to bring"), max_length=2000, required=False, widget=_long(2))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's own
        talks: Sequence[tuple[str, str]] = (),
        **settings: Any,  # noqa: ANN401 -- Django's own
    ) -> None:
        super().__init__(*args, **settings)
        offered: Any = self.fields["talk"]
        if talks:
            offered.choices = [("", _("no, at the time and place below")), *talks]
        else:
            del self.fields["talk"]

    def clean(self) -> dict[str, Any]:
        """One of the two ways."""
        told = super().clean() or {}
        if told.get("talk") or "talk" in self.errors:
            return told
        if not told.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when."))
        if not told.get("place"):
            self.add_error("place", _("Say where."))
        return told


class ComesForm(_Plain):
    """Whether one comes."""

    words = _Words(label=_("A word to the owner"), max_length=500, required=False, widget=_long(2))


class ClarifyForm(_Plain):
    """A question about one answer."""

    text = _Words(label=_("What should be made clear"), max_length=2000, widget=_long(3))
    due_at = Moment(label=_("Reply by"), seconds=True)


class ReplyForm(_Plain):
    """The reply to one."""

    reply = _Words(label=_("Reply"), max_length=2000, widget=_long(3))
    papers = Files(
        label=_("Files"),
        required=False,
        widget=ManyFiles,
        help_text=_("PDF, Word, Excel, PNG or JPEG; at most five, 10 MB each."),
    )


class MemberForm(_Plain):
    """An organisation that does a part of the work."""

    organisation = _Words(
        label=_("Organisation"),
        max_length=240,
        help_text=_("Its registered name, or its credit code."),
    )
    work = _Words(label=_("What it does"), max_length=300)
    share = forms.IntegerField(label=_("Share of the work, of 100"), min_value=1, max_value=99)


class PrepareForm(_Plain):
    """For whom a broker begins an answer, and how that company agreed."""

    organisation = _Words(
        label=_("Company"),
        max_length=240,
        help_text=_("Its registered name, or its credit code."),
    )
    consent = _Words(
        label=_("Consent: who agreed, when and how"),
        max_length=1000,
        widget=_long(2),
        help_text=_("The company reads it, and can take you off its answer at any time."),
    )


class EditorForm(_Plain):
    """Somebody outside the organisation who writes along."""

    email = forms.EmailField(label=_("E-mail address"))


class PaperForm(_Plain):
    """A certificate or file behind an essential."""

    file = forms.FileField(
        label=_("Certificate or file"), help_text=_("PDF, Word, Excel, PNG or JPEG, up to 10 MB.")
    )


class AskForm(_Plain):
    """A public question."""

    text = _Words(
        label=_("Your question"),
        max_length=1000,
        widget=_long(3),
        help_text=_("Everybody reads question and answer. Your name is shown to nobody."),
    )


class AnswerQuestionForm(_Plain):
    """The answer to all."""

    reply = _Words(label=_("Answer for all"), max_length=4000, widget=_long(4))
    addendum = _Words(
        label=_("Add to the scenario"),
        max_length=4000,
        required=False,
        widget=_long(3),
        help_text=_(
            "These words become part of the scenario, as a version of their own; leave it empty"
            " where the answer is enough."
        ),
    )


class ContactForm(_Plain):
    """Whom the other side may call."""

    words = _Words(
        label=_("Why you are interested"), max_length=1000, required=False, widget=_long(2)
    )
    name = _Words(label=_("Name"), max_length=120)
    phone = _Words(label=_("Telephone"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=120, required=False)


class BrokerForm(_Plain):
    """Why a broker brings two together."""

    words = _Words(
        label=_("Why they should talk"),
        max_length=1000,
        widget=_long(3),
        help_text=_("Both sides read it."),
    )


class OutcomeForm(_Plain):
    """The outcome and its public reason; reasons of single answers stand beside it."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (OpeningState.CHOSEN.value, _("choose an answer")),
            (OpeningState.NONE_SUITABLE.value, _("none is suitable")),
            (OpeningState.CANCELLED.value, _("cancel the call for answers")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _Words(
        label=_("Reason for everybody"),
        max_length=2000,
        widget=_long(3),
        help_text=_("It stands on the page of the scenario and in the letters."),
    )
