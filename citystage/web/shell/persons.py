"""A form field that names a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.membership.queries import find_person


class PersonField(forms.CharField):
    """A user name or e-mail address; cleans to the person's number, None when nothing is typed."""

    def __init__(self, *, label: Any) -> None:  # noqa: ANN401 -- a text or a lazy one
        super().__init__(
            label=label,
            max_length=150,
            required=False,
            help_text=gettext_lazy("User name or e-mail address"),
        )

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 -- as Django calls it
        """The person's number."""
        typed = super().clean(value)
        if not typed:
            return None
        if found := find_person(typed):
            return found.pk
        raise forms.ValidationError(_("Nobody has this user name or address."))
