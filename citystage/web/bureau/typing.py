"""Fields that keep what people type fit to store."""

from django import forms

from citystage.engines.text.folding import clean


class CleanChar(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)) if value else ""
