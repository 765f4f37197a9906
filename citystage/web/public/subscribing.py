"""Subscribe to any filter by mail: asked for, confirmed by a link, ended by a link."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.actions.subscribe import (
    confirm_subscription,
    end_subscription,
    subscribe,
)
from citystage.stages.catalogue.models import Subscription
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.queries.readers import subscription_of
from citystage.web.public.facets import facets_of
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, chips
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import open_page, show

_TITLE = 200


class SubscribeForm(forms.Form):
    """Where to send it."""

    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_(
            "First comes a mail with a link to confirm; each later mail has one to end it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _words(wanted: ScenarioFilter, here: Address) -> list[Link]:
    active = chips(facets_of(wanted, here))
    if wanted.q:
        active.insert(0, Link(label=f"“{wanted.q}”"))
    return active


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def ask(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/scenarios/subscribe/?<filter>``."""
    wanted = ScenarioFilter.read(request.GET)
    here = Address.of(request).at(reverse("public:scenarios"))
    words = _words(wanted, here)
    user = frame_of(request).user
    form = SubscribeForm(request.POST or None, initial={"email": user.email if user else ""})
    asked = request.method == "POST" and form.is_valid()
    if asked:
        subscribe(
            email=form.cleaned_data["email"],
            wanted=wanted,
            title=_title(words),
            city=None,
            language=get_language() or "zh-hans",
            stamp=stamp,
        )
    context = {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Scenario opportunities"), url=str(here)),
            Link(label=_("Subscribe")),
        ],
        "form": form,
        "words": words,
        "asked": asked,
        "email": form.cleaned_data["email"] if asked else "",
        "back": here,
    }
    wrong = form.is_bound and not asked
    return show(request, "public/subscribe.html", context, status=422 if wrong else 200)


def _title(words: list[Link]) -> str:
    said = " · ".join(str(link.label) for link in words)
    return (said or gettext("All scenarios"))[:_TITLE]


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def confirm(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """The link of the first mail. Opening asks, pressing confirms: mail scanners open links."""
    if request.method == "POST":
        subscription = confirm_subscription(token, stamp=stamp)
        return _said(request, subscription, "confirmed")
    return _said(request, subscription_of(token), "confirm")


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def end(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """The link in every mail: ends the subscription."""
    if request.method == "POST":
        return _said(request, end_subscription(token, stamp=stamp), "ended")
    return _said(request, subscription_of(token), "end")


def _said(request: HttpRequest, subscription: Subscription, step: str) -> HttpResponse:
    query = f"?{subscription.query}" if subscription.query else ""
    context = {
        "subscription": subscription,
        "step": step,
        "back": reverse("public:scenarios") + query,
    }
    return show(request, "public/subscription.html", context)
