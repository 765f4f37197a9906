"""Form fields that take files as evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from citystage.stages.selection import evidence
from citystage.stages.selection.evidence import Evidence, WrongFile


class ManyFiles(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Files of evidence, each what its name says."""

    def clean(self, data: object, initial: object = None) -> list[Evidence]:  # noqa: ARG002
        """Read and check them; a wrong one is told by its name."""
        sent: Any = data if isinstance(data, (list, tuple)) else [data] if data else []
        if any(file.size > evidence.MOST_BYTES for file in sent):
            raise forms.ValidationError(_("A file is larger than 10 MB."))
        found = [Evidence(file.name, file.read()) for file in sent]
        try:
            evidence.check(found)
        except WrongFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return found
