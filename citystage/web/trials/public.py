"""Closed trials for everybody: what worked, what did not and why, as both sides allow it."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.queries.trials import PublicCut
from citystage.stages.trials.states.trials import ENDED
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, chips, facet
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show
from citystage.web.trials.marks import days_between, trial_mark

PER_PAGE: Final = 20


@require_safe
@open_page
def closed(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """``/trials/closed/``."""
    here = Address.of(request)
    cut = PublicCut(
        outcomes=here.values("outcome"),
        districts=here.values("district"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
    )
    leaf = Paginator(queries.closed(cut), PER_PAGE).get_page(request.GET.get("page"))
    outcomes = [(one.value, one.label, None) for one in ENDED]
    areas = [(one.code, one.label, None) for one in queries.closed_districts()]
    groups = [facet("outcome", _("Outcome"), outcomes, here=here)]
    if areas:
        groups.append(facet("district", _("District"), areas, here=here))
    context = {
        "page": leaf,
        "rows": [(one, trial_mark(one)) for one in leaf],
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("outcome", "district", "q", "page")),
        "words": cut.words,
        "here": here,
        "cut": cut != PublicCut(),
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Closed trials"))],
    }
    return show(request, "trials/closed.html", context)


@require_safe
@open_page
def closed_one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """One closed trial: place, period, numbers wanted and reached, outcome, what was learned."""
    trial = queries.reach_public(pk)
    wear_city(request, trial.city)
    frame = standing.frame(trial)
    version = queries.in_force(queries.versions_of(trial))
    step = frame.step(trial.step)
    context = {
        "trial": trial,
        "mark": trial_mark(trial),
        "days": days_between(trial.starts_on, trial.ends_on),
        "step": step.label if step else "",
        "targets": standing.targets(trial, version, frame) if version else (),
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Closed trials"), url=reverse("trials:closed")),
            Link(label=trial.title),
        ],
    }
    return show(request, "trials/closed_one.html", context)
