"""What people say of a supplier: why not, or why."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import clean
from citystage.stages.matchmaking.states import ReasonCode

_LONGEST = 1_000


class _Words(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)) if value else ""


class AgainstForm(forms.Form):
    """Why a supplier does not fit."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Why not"),
        choices=[("", gettext_lazy("Choose a reason")), *ReasonCode.choices],
        error_messages={"required": gettext_lazy("Choose why this supplier does not fit.")},
    )
    words = _Words(
        label=gettext_lazy("In a sentence"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Those who decide with you can read it; the supplier cannot."),
    )

    def clean(self) -> dict[str, object] | None:
        """Another reason needs words."""
        said = super().clean() or self.cleaned_data
        if said.get("reason") == ReasonCode.OTHER and not said.get("words", "").strip():
            self.add_error("words", _("Say in a sentence what the reason is."))
        return said


class ProposeForm(forms.Form):
    """Why a broker proposes a supplier."""

    use_required_attribute = False

    words = _Words(
        label=gettext_lazy("Why this supplier fits"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The owner will read it."),
        error_messages={"required": gettext_lazy("Say in a sentence why this supplier fits.")},
    )
