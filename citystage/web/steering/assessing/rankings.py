"""What everybody may read: rankings a city published, and how each was made."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.queries import rankings as queries
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Link
from citystage.web.shell.pages import open_page, show
from citystage.web.steering.assessing.weighing import shares

PER_PAGE = 20


@require_safe
@open_page
def rankings(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """``/steering/rankings/``."""
    leaf = Paginator(queries.published(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": leaf, "crumbs": [Link(label=_("Published rankings"))]}
    return show(request, "steering/assessing/rankings.html", context)


@require_safe
@open_page
def ranking(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """One ranking with its criteria, weights and method."""
    exercise = queries.reach_published(pk)
    terms, used = exercise.read_terms(), queries.used_weights(exercise)
    helps = {one.code: said(one.help) for one in terms.measures}
    lines = shares(exercise, used) if used else []
    context = {
        "exercise": exercise,
        "lines": queries.ranked(exercise),
        "weighting": used,
        "weights": [(name, share, helps[code]) for code, name, _weight, share in lines],
        "method": terms.template.method,
        "basis": said(terms.common.basis),
        "crumbs": [
            Link(label=_("Published rankings"), url=reverse("steering:rankings")),
            Link(label=exercise.title),
        ],
    }
    return show(request, "steering/assessing/ranking.html", context)
