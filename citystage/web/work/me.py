"""One's own account: name, telephone, language, roles, registrations, what one unmasked."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.queries import acts_of
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.change_profile import change_profile
from citystage.web.shell.context import frame_of
from citystage.web.shell.demo import is_demonstration
from citystage.web.shell.pages import page, show

UNMASKED = "catalogue.contact.unmasked"
_SHOWN = 20
_PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()\-]{4,30}$", gettext_lazy("Digits, spaces and dashes, as in 0532-8888 6666.")
)
# Each language in its own words: whoever looks for it reads it.
_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


class ProfileForm(forms.Form):
    """What a person changes without asking anybody."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        validators=[_PHONE],
        help_text=gettext_lazy("Seen by officers who handle what you filed."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=_LANGUAGES,
        help_text=gettext_lazy("Of the pages, and of mails to you."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def me(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show the account; POST changes name, telephone and language."""
    user = frame_of(request).user
    assert user is not None
    if request.method != "POST":
        return _show(request, stamp, user, ProfileForm(initial=_known(user)))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _show(request, stamp, user, form)
    change_profile(user, **form.cleaned_data, stamp=stamp)
    messages.success(request, _("Your account is changed."))
    response = HttpResponseRedirect(reverse("work:me"))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"])
    return response


def _known(user: User) -> dict[str, str]:
    return {"name": user.name, "phone": user.phone, "language": user.language}


def _show(request: HttpRequest, stamp: Stamp, user: User, form: ProfileForm) -> HttpResponse:
    context = {
        "form": form,
        "shared": is_demonstration(user),
        "registrations": queries.registrations_of(user)[:_SHOWN],
        "unmasked": acts_of(user, verb=UNMASKED)[:_SHOWN],
        "hat": stamp.actor.unit,
        "invites": stamp.actor.may(Permission.MEMBERSHIP_COLLEAGUE_INVITE),
    }
    return show(request, "work/me.html", context, status=422 if form.errors else 200)
