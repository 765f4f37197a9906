"""Where one stands: our answers, our calls for answers."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.stages.docking.queries import answers as answer_queries
from citystage.stages.docking.queries import openings as opening_queries
from citystage.stages.docking.states.answers import AnswerState
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option, Text
from citystage.web.shell.pages import page, show

_PER_PAGE = 20
_OPENINGS: dict[str, Text] = {
    "": _("All"),
    "open": _("taking answers"),
    "due": _("waiting for the outcome"),
    "overdue": _("outcome overdue"),
    "decided": _("with an outcome"),
}


def tabs(actor: Actor, now: str) -> list[Option]:
    """The lists of docking, as far as the hat has them."""
    found: list[tuple[str, Text]] = []
    if actor.may(Permission.DOCKING_ANSWER_GIVE):
        found.append(("answers", _("Our answers")))
    elif actor.may(Permission.DOCKING_ANSWER_PREPARE):
        found.append(("answers", _("Answers for clients")))
    if actor.may(Permission.DOCKING_ANSWER_JUDGE):
        found.append(("openings", _("Calls for answers")))
    found.append(("introductions", _("Introductions")))
    return [
        Option(value=name, label=label, url=reverse(f"docking:{name}"), active=name == now)
        for name, label in found
    ]


@require_safe
@page
def index(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """Lead on: suppliers to their answers, officers and owners to their calls."""
    gives = stamp.actor.may(Permission.DOCKING_ANSWER_GIVE)
    judges = stamp.actor.may(Permission.DOCKING_ANSWER_JUDGE)
    name = "answers" if gives else "openings" if judges else "introductions"
    return HttpResponseRedirect(reverse(f"docking:{name}"))


@require_safe
@page
def answers(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Answers one writes or takes part in."""
    here = Address.of(request)
    wanted = (here.values("state") or ("",))[-1]
    rows = answer_queries.own(stamp.actor)
    if wanted in AnswerState.values:
        rows = rows.filter(state=wanted)
    choices = [("", _("All")), *((one.value, one.label) for one in AnswerState)]
    context = {
        "tabs": tabs(stamp.actor, "answers"),
        "page": _page(request, rows),
        "options": _options(here, "state", choices, wanted),
        "organisation": answer_queries.organisation_of(stamp.actor),
        "now": stamp.at,
        "crumbs": [Link(label=_("Answers and calls"))],
    }
    return show(request, "docking/answering/answers.html", context)


@require_safe
@page
def openings(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Scenarios of one's side that are or were open for answers."""
    here = Address.of(request)
    wanted = (here.values("show") or ("",))[-1]
    rows = opening_queries.listed(stamp.actor, show=wanted, at=stamp.at)
    context = {
        "tabs": tabs(stamp.actor, "openings"),
        "page": _page(request, rows),
        "options": _options(here, "show", list(_OPENINGS.items()), wanted),
        "now": stamp.at,
        "crumbs": [Link(label=_("Answers and calls"))],
    }
    return show(request, "docking/answering/openings.html", context)


def _page(request: HttpRequest, rows: QuerySet[Any]) -> object:
    return Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))


def _options(
    here: Address, name: str, choices: Sequence[tuple[str, Text]], wanted: str
) -> list[Option]:
    bare = here.without("page")
    return [
        Option(
            value=value,
            label=label,
            url=str(bare.having(name, value) if value else bare.without(name)),
            active=value == wanted,
        )
        for value, label in choices
    ]
