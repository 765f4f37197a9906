"""What all pages of one programme share: its name, its tabs, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.stages.selection.models import Programme
from citystage.stages.selection.phases import stands
from citystage.web.bureau.selecting.tabs import TABS
from citystage.web.shell.components import Link
from citystage.web.shell.pages import show


@dataclass(frozen=True, slots=True)
class TabShown:
    """A tab as it is drawn."""

    name: str
    label: str | Promise
    url: str
    here: bool
    waiting: int
    told: str | Promise


def tabs(stamp: Stamp, programme: Programme, here: str) -> list[TabShown]:
    """The tabs this officer has, with what waits in each."""
    return [
        TabShown(
            tab.name,
            tab.label,
            reverse(tab.view, args=[programme.pk]),
            tab.name == here,
            tab.waiting(stamp.actor, programme) if tab.waiting else 0,
            tab.told,
        )
        for tab in TABS
        if stamp.actor.may(tab.needs) and tab.has(programme)
    ]


def framed(  # noqa: PLR0913, PLR0917 -- a page in its frame
    request: HttpRequest,
    stamp: Stamp,
    programme: Programme,
    tab: str,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    crumbs: tuple[Link, ...] = (),
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show ``template`` (it extends bureau/selecting/frame.html) under the programme's tabs."""
    told = stands(programme.read_terms(), stamp.at)
    around = {
        "programme": programme,
        "call": programme.call,
        "tabs": tabs(stamp, programme, tab),
        "running": [one for one in told if one.when == "now"],
        "crumbs": [
            Link(label=_("Selections"), url=reverse("bureau:selections")),
            Link(
                label=programme.call.label,
                url=reverse("bureau:selection", args=[programme.pk]) if crumbs else "",
            ),
            *crumbs,
        ],
    }
    return show(request, template, around | dict(context or {}), part=part, status=status)
