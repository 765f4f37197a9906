"""What all pages of one event share for its organisers: name, state, tabs."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.stages.events.models import Event
from citystage.web.events.tabs import TABS
from citystage.web.shell.components import Link
from citystage.web.shell.pages import show


def framed(  # noqa: PLR0913 -- a page in its frame
    request: HttpRequest,
    event: Event,
    tab: str,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show ``template`` (it extends events/frame.html) under the event's tabs."""
    around = {
        "event": event,
        "tabs": [
            {"label": one.label, "url": reverse(one.view, args=[event.pk]), "here": one.name == tab}
            for one in TABS
            if one.fits(event)
        ],
        "crumbs": [
            Link(label=_("Events"), url=reverse("events:managed")),
            Link(
                label=event.label,
                url="" if tab == "overview" else reverse("events:hub", args=[event.pk]),
            ),
        ],
    }
    return show(request, template, around | dict(context or {}), part=part, status=status)
