"""Profiles are saved, changed, deleted: what fits is told as the profile says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.queries import labs
from citystage.stages.matchmaking.actions.profiles import (
    NotWhole,
    ProfileMoved,
    change_profile,
    delete_profile,
    save_profile,
)
from citystage.stages.matchmaking.queries import profiles
from citystage.stages.matchmaking.wishing import wish_of
from citystage.web.company.profile_form import LONGEST, ProfileForm, initial_of
from citystage.web.shell.components import Link
from citystage.web.shell.context import frame_of
from citystage.web.shell.freshness import Stale, stale
from citystage.web.shell.pages import page, show

_LONG_NUMBER = 9


def _crumbs(*links: Link) -> list[Link]:
    return [Link(label=_("What fits us"), url=reverse("company:fits")), *links]


def _city(request: HttpRequest, organisation: Organisation | None) -> Unit | None:
    return organisation.city if organisation else frame_of(request).city


def _lab(request: HttpRequest, stamp: Stamp) -> Lab | None:
    """The own lab for which a profile is begun (``?lab=``)."""
    number = request.GET.get("lab", "")
    known = number.isascii() and number.isdecimal() and len(number) <= _LONG_NUMBER
    return labs.reach_own(stamp.actor, int(number), stamp.at) if known else None


def _of_lab(lab: Lab) -> dict[str, object]:
    """What a lab works on and needs, as its own question: not all that its builder can do."""
    said = [lab.label, lab.direction, lab.needs]
    words = "\n".join(one.strip() for one in said if one.strip())
    return {"title": lab.label[:120], "words": words[:LONGEST], "with_capabilities": False}


def _of_all(organisation: Organisation | None) -> dict[str, object]:
    return {"title": _("What we can do"), "with_capabilities": True} if organisation else {}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Say what is looked for; told of news from then on."""
    choices = profiles.organisations(stamp.actor)
    lab = _lab(request, stamp)
    builder = str(lab.builder_id) if lab else ""
    wanted = request.POST.get("organisation") or request.GET.get("organisation", builder)
    organisation = next((one for one in choices if str(one.pk) == wanted), None)
    organisation = organisation or (choices[0] if choices else None)
    first = _of_lab(lab) if lab else _of_all(organisation)
    city = _city(request, organisation)
    form = ProfileForm(request.POST or None, initial=first, city=city)
    if request.method == "POST" and form.is_valid():
        try:
            made = save_profile(organisation, wish=form.wish(), stamp=stamp)
        except NotWhole as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The profile is saved. Below is what fits it now."))
            return HttpResponseRedirect(reverse("company:profile", args=[made.pk]))
    context = {
        "form": form,
        "organisation": organisation,
        "organisations": choices,
        "crumbs": _crumbs(Link(label=_("New profile"))),
    }
    status = 422 if form.is_bound else 200
    return show(request, "company/profile_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Look for something else; what it has learned stays."""
    kept = profiles.reach_profile(stamp.actor, pk)
    city = kept.city or _city(request, kept.organisation)
    form = ProfileForm(request.POST or None, initial=initial_of(wish_of(kept), city), city=city)
    outrun = stale(request, kept.version) if request.method == "POST" else None
    if request.method == "POST" and form.is_valid() and not outrun:
        try:
            change_profile(kept, wish=form.wish(), version=kept.version, stamp=stamp)
        except NotWhole as refusal:
            form.add_error(None, str(refusal))
        except ProfileMoved:
            kept.refresh_from_db()
            outrun = Stale(str(kept.version))
        else:
            messages.success(request, _("The profile has been changed."))
            return HttpResponseRedirect(reverse("company:profile", args=[pk]))
    context = {
        "form": form,
        "profile": kept,
        "organisation": kept.organisation,
        "stale": outrun,
        "crumbs": _crumbs(
            Link(label=kept.title, url=reverse("company:profile", args=[pk])),
            Link(label=_("Change")),
        ),
    }
    status = 409 if outrun else 422 if form.is_bound else 200
    return show(request, "company/profile_edit.html", context, status=status)


@require_POST
@page
def delete(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Look no longer, tell no longer."""
    kept = profiles.reach_profile(stamp.actor, pk)
    delete_profile(kept, stamp=stamp)
    messages.success(request, _("The profile “%s” is deleted.") % kept.title)
    return HttpResponseRedirect(reverse("company:fits"))
