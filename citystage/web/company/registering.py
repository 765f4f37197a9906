"""A person registers an organisation by its code, or joins a known one; the district decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership import queries, rules
from citystage.foundation.membership.actions.decide import withdraw
from citystage.foundation.membership.actions.register import Details, register
from citystage.foundation.membership.models import Registration
from citystage.foundation.membership.states import RegistrationState
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.codes import BadCode, Flaw, parse_uscc
from citystage.web.shell.components import Link
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import page, show

ANSWER, NEW = "answer", "new"


def worded(wrong: BadCode) -> str:
    """What is wrong with a code, and at which of its places."""
    at, found = wrong.position, wrong.found
    if wrong.flaw == Flaw.LENGTH:
        return _("The code has 18 signs; this one has %(number)s.") % {"number": found}
    if wrong.flaw == Flaw.LETTER:
        words = _(
            "Sign %(at)d is “%(found)s”, which no code contains (I, O, S, V, Z are left out)."
        )
    elif wrong.flaw == Flaw.AUTHORITY:
        words = _("Sign %(at)d, “%(found)s”, names no registering authority.")
    elif wrong.flaw == Flaw.AREA:
        words = _("Signs %(at)d to 8, “%(found)s”, name no area.")
    else:
        words = _(
            "The check digit, sign %(at)d (“%(found)s”), does not fit the 17 before it: "
            "most often two neighbours are swapped or one sign is mistyped."
        )
    return words % {"at": at, "found": found}


class RegisterForm(forms.Form):
    """What a person says of the organisation."""

    uscc = forms.CharField(
        label=gettext_lazy("Unified social credit code"),
        max_length=40,
        help_text=gettext_lazy("18 signs, on the business licence; spaces do not matter."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=120,
        help_text=gettext_lazy("In full, as on the licence."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[one for one in Organisation.Kind.choices if one[0] != "government"],
    )
    district = forms.TypedChoiceField(
        label=gettext_lazy("District"),
        coerce=int,
        help_text=gettext_lazy("Where it is registered; this district decides."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("I act as"),
        choices=[
            (Role.DEMAND_OWNER, gettext_lazy("demand owner: files needs")),
            (Role.COMPANY_MEMBER, gettext_lazy("supplier: describes capabilities")),
        ],
        widget=forms.RadioSelect,
    )
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Two or three sentences for the public page."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.URLField(
        label=gettext_lazy("Website"), max_length=200, required=False, assume_scheme="https"
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the district"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Your position, and how the district can reach you."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, districts: list[Unit], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.districts = {unit.pk: unit for unit in districts}
        choices = [(unit.pk, unit.label) for unit in districts]
        self.fields["district"].choices = choices  # type: ignore[attr-defined]

    def clean_uscc(self) -> str:
        """Say what is wrong with the code, and where."""
        try:
            return parse_uscc(self.cleaned_data["uscc"])
        except BadCode as wrong:
            raise forms.ValidationError(worded(wrong)) from wrong

    def details(self, known: Organisation | None) -> Details:
        """What the action is told; of an organisation one joins, the name it has."""
        said = self.cleaned_data
        return Details(
            uscc=said["uscc"],
            name=known.name if known else said["name"],
            kind=said["kind"],
            district=self.districts[said["district"]],
            introduction=said["introduction"],
            website=said["website"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def registering(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The form; what is alike is shown before anything is filed, with "this is us" beside it."""
    city = frame_of(request).city
    districts = queries.registrable_districts(city) if city else []
    if request.method != "POST":
        return _show(request, RegisterForm(districts=districts), [])
    form = RegisterForm(request.POST, districts=districts)
    if not form.is_valid():
        return _show(request, form, [])
    said = form.cleaned_data
    alike = queries.same_or_alike(uscc=said["uscc"], name=said["name"])
    answer = request.POST.get(ANSWER, "")
    known = next((one for one in alike if str(one.pk) == answer and joins(one, said["uscc"])), None)
    if alike and known is None and answer != NEW:
        return _show(request, form, alike)
    registration = register(
        form.details(known), role=Role(said["role"]), note=said["note"], stamp=stamp
    )
    messages.success(request, _("Filed. The district decides, and you will be told."))
    return HttpResponseRedirect(reverse("company:registration", args=[registration.pk]))


def joins(organisation: Organisation, uscc: str) -> bool:
    """Whether one may say "this is us": its code is the same, or not known yet."""
    return organisation.uscc in {"", uscc}


def _show(request: HttpRequest, form: RegisterForm, alike: list[Organisation]) -> HttpResponse:
    uscc = form.cleaned_data.get("uscc", "") if form.is_bound else ""
    same = any(one.uscc == uscc for one in alike)
    context = {
        "crumbs": [
            Link(label=_("My account"), url=reverse("work:me")),
            Link(label=_("Register an organisation")),
        ],
        "form": form,
        "alike": [(one, joins(one, uscc), one.uscc == uscc) for one in alike],
        "same": same,
    }
    status = 422 if form.errors else 409 if alike else 200
    return show(request, "company/registering.html", context, status=status)


@require_safe
@page
def registration(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """How a registration stands."""
    found = queries.reach_registration(stamp.actor, pk)
    context = {
        "crumbs": [
            Link(label=_("My account"), url=reverse("work:me")),
            Link(label=_("Registration")),
        ],
        "registration": found,
        "role": Role(found.role).label,
        "may_withdraw": _may_withdraw(found, stamp),
    }
    return show(request, "company/registration.html", context)


def _may_withdraw(found: Registration, stamp: Stamp) -> bool:
    waits = found.state == RegistrationState.WAITING
    return waits and bool(rules.may_withdraw(stamp.actor, found))


@require_POST
@page
def take_back(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Withdraw it."""
    found = queries.reach_registration(stamp.actor, pk)
    withdraw(found, stamp=stamp)
    messages.success(request, _("The registration is withdrawn."))
    return HttpResponseRedirect(reverse("company:registration", args=[pk]))
