"""The form for what is to be mended: by whom, until when, verified by whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import clean
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.actions.mend import Mending
from citystage.web.shell.days import Day


class PointForm(forms.Form):
    """One action point."""

    use_required_attribute = False

    words = forms.CharField(
        label=gettext_lazy("What is to be mended"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who mends it"))
    verifier = forms.ChoiceField(
        label=gettext_lazy("Who verifies it"), help_text=gettext_lazy("Not the one who mends it.")
    )
    due_on = Day(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, units: dict[str, Unit], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        self.units = units
        named = [(key, unit.label) for key, unit in units.items()]
        for one in ("owner", "verifier"):
            self.fields[one].choices = named  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        """Without control characters."""
        return clean(self.cleaned_data["words"]).strip()

    def mending(self) -> Mending:
        """What was said."""
        sent = self.cleaned_data
        owner, verifier = self.units[sent["owner"]], self.units[sent["verifier"]]
        return Mending(sent["words"], owner, verifier, sent["due_on"])
