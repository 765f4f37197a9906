"""The system administrator finds a person, gives a role at a unit for a term, or ends one."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.models import User
from citystage.foundation.access.roles import APART, Role
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.granting import end_role, give_role
from citystage.foundation.tenancy.models import Unit
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show

_PAGE = 30


class GiveForm(forms.Form):
    """Which role, where, until when."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=200,
        help_text=gettext_lazy(
            "Its full name: city, district, department or organisation. "
            "The role reaches everything below it."
        ),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    until = Day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: without end."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_unit(self) -> Unit:
        """The unit of this name within the administrator's reach."""
        found = queries.units_named(self.actor, self.cleaned_data["unit"])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("Several units bear this name."))
        raise forms.ValidationError(_("No unit within your reach bears this name."))

    def clean_until(self) -> datetime | None:
        """The end of the last day, which must lie ahead."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class EndForm(forms.Form):
    """Why a role ends: the person is told."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The person is told."),
    )


def _crumbs(*more: Link) -> list[Link]:
    first = Link(label=_("My work"), url=reverse("work:home"))
    return [first, Link(label=_("People and roles"), url=reverse("operator:people")), *more]


@require_safe
@page
def people(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Find a person; without words, every role given within reach."""
    words = request.GET.get("words", "")[:100]
    found = queries.find_people(stamp.actor, words)
    grants = Paginator(queries.grants_under(stamp.actor, at=stamp.at), _PAGE)
    rows = grants.get_page(request.GET.get("page"))
    context = {
        "crumbs": [*_crumbs()[:1], Link(label=_("People and roles"))],
        "words": words,
        "found": found,
        "page": rows,
        "roles": [(grant, Role(grant.role).label) for grant in rows.object_list],
    }
    return show(request, "operator/people.html", context)


@require_safe
@page
def person(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One person with their roles within reach."""
    found = queries.reach_person(stamp.actor, pk)
    return _show(request, stamp, found, GiveForm(actor=stamp.actor), EndForm())


def _show(
    request: HttpRequest, stamp: Stamp, found: User, give_form: GiveForm, end_form: EndForm
) -> HttpResponse:
    grants = queries.grants_of(stamp.actor, found)
    context = {
        "crumbs": _crumbs(Link(label=str(found))),
        "person": found,
        "grants": [
            (
                grant,
                Role(grant.role).label,
                EndForm(auto_id=f"end-{grant.pk}-%s"),
                grant.until is not None and grant.until <= stamp.at,
            )
            for grant in grants
        ],
        "form": give_form,
        "units": queries.offices_under(stamp.actor),
        "wrong": end_form,
        "self": found.pk == stamp.actor.user_id,
        "apart": [role.label for role in APART],
    }
    errors = give_form.errors or end_form.errors
    return show(request, "operator/person.html", context, status=422 if errors else 200)


@require_POST
@page
def give(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Give a role."""
    found = queries.reach_person(stamp.actor, pk)
    form = GiveForm(request.POST, actor=stamp.actor)
    if not form.is_valid():
        return _show(request, stamp, found, form, EndForm())
    said = form.cleaned_data
    unit, role = said["unit"], Role(said["role"])
    give_role(found, role=role, unit=unit, until=said["until"], stamp=stamp)
    words = {"person": found, "role": role.label, "unit": unit.label}
    messages.success(request, _("%(person)s acts for %(unit)s as %(role)s now.") % words)
    return HttpResponseRedirect(reverse("operator:person", args=[pk]))


@require_POST
@page
def end(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """End a role, with the reason."""
    grant = queries.reach_grant(stamp.actor, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _show(request, stamp, grant.user, GiveForm(actor=stamp.actor), form)
    end_role(grant, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("The role has ended."))
    return HttpResponseRedirect(reverse("operator:person", args=[grant.user_id]))
