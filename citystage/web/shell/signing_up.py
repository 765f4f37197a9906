"""What a new person tells besides the address and the password."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.queries import DEMO_PREFIX


def not_a_demonstration(username: str) -> None:
    """Names of demonstration accounts are theirs alone: those are open to everybody."""
    if username.lower().startswith(DEMO_PREFIX):
        raise ValidationError(_("Names that begin with “%s” are kept back.") % DEMO_PREFIX)


USERNAME_VALIDATORS = [UnicodeUsernameValidator(), not_a_demonstration]


class NameForm(forms.Form):
    """Extra fields of the sign-up form."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As colleagues know you; it stands beside what you do."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "email", "username", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 -- allauth's
        """Keep the name with the new person."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
