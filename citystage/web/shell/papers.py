"""A file of evidence, or a redacted copy, in a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from citystage.stages.selection import evidence
from citystage.stages.selection.evidence import Evidence, WrongFile


class PaperField(forms.FileField):
    """One file of evidence that is what its name says."""

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 -- as Django calls it
        """Read and check it."""
        sent = super().clean(data, initial)
        if not sent:
            return None
        if sent.size > evidence.MOST_BYTES:
            raise forms.ValidationError(_("A file is larger than 10 MB."))
        found = Evidence(sent.name, sent.read())
        try:
            evidence.check([found])
        except WrongFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return found
