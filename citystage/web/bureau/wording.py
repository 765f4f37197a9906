"""The small forms of the bureau: a reason, a comment, a question to departments, a choice."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.folding import clean
from citystage.foundation.access.models import User
from citystage.foundation.tenancy.models import Unit
from citystage.stages.review.models import Comment, Opinion, PreparedDecision

MOST = 2000


class Words(forms.CharField):
    """Several lines of text without control characters."""

    def __init__(self, *, label: object, help_text: object = "", required: bool = True) -> None:
        super().__init__(
            label=label,  # type: ignore[arg-type]
            help_text=help_text,  # type: ignore[arg-type]
            required=required,
            max_length=MOST,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def to_python(self, value: object) -> str:
        """Clean before the length is measured."""
        return clean(str(value)) if isinstance(value, str) else ""


class ReasonForm(forms.Form):
    """Why; the other side reads it."""

    reason = Words(label=_("Reason"), help_text=_("It is shown to those it concerns."))


class AskForm(forms.Form):
    """Which departments are asked what."""

    units = forms.MultipleChoiceField(
        label=_("Departments, in this order"), widget=forms.CheckboxSelectMultiple
    )
    question = Words(label=_("Question"), help_text=_("What do you need to know from them?"))

    def __init__(self, *args: object, units: Iterable[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(unit.pk), unit.label) for unit in units]
        self.fields["units"].choices = choices  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """To whom the case is given."""

    officer = forms.ChoiceField(label=_("Officer"))

    def __init__(self, *args: object, officers: Sequence[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(user.pk), str(user)) for user in officers]
        self.fields["officer"].choices = choices  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """A remark, on the whole or on one question, for one audience."""

    about = forms.ChoiceField(label=_("About"), required=False)
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Comment.Audience, initial=Comment.Audience.OFFICERS
    )
    body = Words(label=_("Comment"))

    def __init__(
        self, *args: object, fields: Iterable[tuple[str, str]] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["about"].choices = [("", _("The whole need")), *fields]  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    """What the unit thinks."""

    stance = forms.ChoiceField(label=_("Opinion"), choices=Opinion.Stance, widget=forms.RadioSelect)
    text = Words(
        label=_("In words"),
        help_text=_("Conditions, places, data, approvals: what the city must know to decide."),
    )


class BatchForm(forms.Form):
    """The name of a set of decisions."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("For example the meeting that decides, and its date."),
    )


class PrepareForm(forms.Form):
    """What is to be decided on one case."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=PreparedDecision.Outcome)
    place = forms.IntegerField(
        label=_("Place in the city's order"), min_value=1, max_value=9999, required=False
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("Needed when the need is not chosen; its owner reads it."),
        required=False,
    )


class TieForm(forms.Form):
    """What an officer says of a pair."""

    verdict = forms.ChoiceField(
        label=_("How they relate"),
        choices=[("family", _("one family")), ("not_same", _("not the same"))],
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
