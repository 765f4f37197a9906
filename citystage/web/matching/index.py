"""Every scenario whose suppliers one may see, with what was found and decided."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.stages.matchmaking.queries import judgements, runs
from citystage.stages.matchmaking.queries.overview import overview
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

PER_PAGE = 30


@require_safe
@page
def index(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/matching/``: the newest first; ``q`` finds by title, owner or number."""
    actor = stamp.actor
    words = request.GET.get("q", "").strip()[:200]
    broker = actor.may(Permission.MATCHMAKING_PAIR_PROPOSE)
    context = {
        "page": Paginator(overview(actor, words=words), PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "broker": broker,
        "proposed": list(judgements.proposed_by(actor)[:20]) if broker else [],
        "cities": runs.cities(actor),
        "may_browse": actor.may(Permission.MATCHMAKING_SHOWING_READ),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Who could do it"))],
    }
    return show(request, "matching/index.html", context)
