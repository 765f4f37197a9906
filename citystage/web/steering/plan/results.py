"""``/steering/results/`` 成效: the city's public plans and what sources state, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.plan_settings import steering_terms
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries import plan as queries
from citystage.stages.evaluation.queries import reported as sources
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import open_page, show
from citystage.web.steering.plan.shown import ring_of


@require_safe
@open_page
def results(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What everybody may read, whoever asks: of the city chosen at the top."""
    city = frame_of(request).city
    if city is None:
        raise NotFound(_("No city is set up here yet."))
    found = list(queries.plans(NOBODY, city))
    aims = queries.aims_of(city, found, at=stamp.at)
    shut = figures.shut_to(NOBODY, city)
    context = {
        "city": city,
        "rows": [(plan, [ring_of(aim, shut=shut) for aim in aims[plan.pk]]) for plan in found],
        "readings": sources.reported(city),
        "terms": steering_terms(city.pk),
        "at": stamp.at,
    }
    return show(request, "steering/plan/results.html", context)
