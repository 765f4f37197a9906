"""A few pages that do what pages do, beside the whole site."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from citystage.config.urls import urlpatterns as site
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.web.shell.freshness import stale
from citystage.web.shell.pages import open_page, page, show


class NameForm(forms.Form):
    name = forms.CharField(min_length=3)


@page
def rename(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    unit = Unit.objects.get(pk=pk)
    form = NameForm(request.POST)
    if found := stale(request, unit.ordinal):
        return show(request, "shell/refusal.html", {"refusal": found.version}, status=409)
    if not form.is_valid():
        return HttpResponse("faulty", status=422)
    unit.name = form.cleaned_data["name"]
    unit.ordinal += 1
    unit.save()
    return HttpResponseRedirect(f"/renamed/{unit.ordinal}/")


@open_page
def refuse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    raise Refusal("The window has closed.")


@open_page
def forbid(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    raise NotAllowed("Only the district may.")


@open_page
def who(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    return HttpResponse(f"{stamp.actor.user_id} {stamp.actor.unit} {stamp.channel}")


@open_page
def fault(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    raise ZeroDivisionError


handler500 = "citystage.config.outage.server_error"
urlpatterns = [
    *site,
    path("t/rename/<int:pk>/", rename),
    path("t/refuse/", refuse),
    path("t/forbid/", forbid),
    path("t/who/", who),
    path("t/fault/", fault),
]
