"""One recognised lab for the office: what waits for a decision, and everything on record."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.queries import labs as queries
from citystage.stages.evaluation.standing import kept_away
from citystage.web.bureau.cultivating.deciding_forms import decisions_of
from citystage.web.bureau.cultivating.ways import WAYS
from citystage.web.shell.components import Link
from citystage.web.shell.labs import acting
from citystage.web.shell.labs.handing import paper_page
from citystage.web.shell.labs.showing import context_of
from citystage.web.shell.pages import page, show


@require_safe
@page
def followed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/bureau/labs/<id>/``."""
    return draw(request, stamp, queries.reach_followed(stamp.actor, pk, stamp.at))


def draw(
    request: HttpRequest,
    stamp: Stamp,
    lab: Lab,
    sent: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:
    """The page, with forms that came back with faults."""
    context = context_of(lab, WAYS, stamp, sent=sent)
    away = kept_away(stamp.actor.user_id, lab)
    decides = rules.may_decide(stamp.actor, lab, away)
    found = context["found"]
    waiting = decisions_of(found, stamp.at, sent or {}) if decides else []  # type: ignore[arg-type]
    context |= {
        "own_side": False,
        "may_note": bool(rules.may_follow(stamp.actor, lab.city)),
        "away": away,
        "waiting": waiting,
        "crumbs": [
            Link(label=_("Recognised labs and funds"), url=reverse("bureau:cultivating")),
            Link(label=lab.label),
        ],
    }
    return show(request, "bureau/cultivating/lab.html", context, status=422 if sent else 200)


@require_POST
@page
def need_new(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Enter a need the lab told the office."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    return acting.new_need(request, stamp, lab, WAYS, partial(draw, request, stamp, lab))


@require_POST
@page
def need(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """What becomes of a need."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    again = partial(draw, request, stamp, lab)
    return acting.act_on_need(request, stamp, lab, number, WAYS, again)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record_new(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """Enter a service given, a trial, a financing."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    return acting.new_record(request, stamp, lab, kind, WAYS)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Put one right."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    return acting.change(request, stamp, lab, number, WAYS)


@require_POST
@page
def record_strike(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Strike one out."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    return acting.strike(request, stamp, lab, number, WAYS)


paper = paper_page(queries.reach_followed)


def back(pk: int, part: str = "") -> HttpResponseRedirect:
    """To the page of the lab."""
    return HttpResponseRedirect(
        reverse("bureau:followed", args=[pk]) + (f"#{part}" if part else "")
    )


def told(request: HttpRequest, pk: int, words: str, part: str = "") -> HttpResponse:
    """Say what was done and lead back."""
    messages.success(request, words)
    return back(pk, part)
