"""What was asked and answered, for everybody, where the asker allows it."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.docking.queries import asks as queries
from citystage.stages.docking.states.asks import AskKind
from citystage.web.docking.asking.listing import cut_of
from citystage.web.docking.asking.marks import outcome_mark, state_mark
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, chips, facet
from citystage.web.shell.pages import open_page, show

PER_PAGE: Final = 20


@require_safe
@open_page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001 -- everybody
    """``/docking/asks/answered/``."""
    here = Address.of(request)
    cut = cut_of(here)
    leaf = Paginator(queries.shown_to_all(cut), PER_PAGE).get_page(request.GET.get("page"))
    kinds = [(one.value, one.label, None) for one in AskKind]
    groups = [facet("kind", _("What is asked"), kinds, here=here)]
    context = {
        "page": leaf,
        "rows": [(one, outcome_mark(one)) for one in leaf],
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("kind", "q", "page")),
        "words": cut.words,
        "here": here,
        "crumbs": [Link(label=_("Asks and answers"))],
    }
    return show(request, "docking/asking/answered.html", context)


@require_safe
@open_page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001 -- everybody
    """One of them."""
    found = queries.reach_shown(pk)
    crumbs = [
        Link(label=_("Asks and answers"), url=reverse("docking:answered_asks")),
        Link(label=found.title),
    ]
    context = {
        "ask": found,
        "state": state_mark(found),
        "outcome": outcome_mark(found),
        "crumbs": crumbs,
    }
    return show(request, "docking/asking/answered_one.html", context)
