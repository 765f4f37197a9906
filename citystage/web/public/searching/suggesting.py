"""Suggestions while typing: the words of the vocabularies, and things whose name goes on so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.queries.asking.suggestions import suggestions
from citystage.web.public.searching.offering import offers
from citystage.web.shell.pages import open_page

_LONGEST = 60


@require_safe
@open_page
def suggest(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/search/suggest?q=``: a list of options for the box that asked, never a page."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    found = suggestions(typed, stamp.actor) if 0 < len(typed) <= _LONGEST else []
    context = {"offers": offers(found, typed, stamp.actor), "box": _box(request)}
    response = render(request, "public/suggestions.html", context)
    patch_cache_control(response, private=True, max_age=30)
    return response


def _box(request: HttpRequest) -> str:
    """Which box asked: its options need names of their own on the page."""
    box = request.GET.get("box", "")
    return box if box in ("top", "main") else "main"
