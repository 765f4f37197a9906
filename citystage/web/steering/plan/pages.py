"""``/steering/plan/``: the plans of the city, and each with its targets."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.models import Plan
from citystage.stages.evaluation.plan_settings import steering_terms
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries import plan as queries
from citystage.stages.evaluation.queries import reported as sources
from citystage.stages.evaluation.queries.plan_pipeline import Stage, pipelines
from citystage.stages.evaluation.queries.wall import area_of, counted_of, reach_city, steered
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show
from citystage.web.steering.cities import cities_offered
from citystage.web.steering.plan.correcting import corrected
from citystage.web.steering.plan.shown import Ring, ring_of
from citystage.web.steering.tabs import tabs


@require_safe
@page
def index(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The plans of a city, the newest first, and what sources state of it."""
    here = Address.of(request)
    city = reach_city(stamp.actor, (here.values("city") or ("",))[-1])
    found = list(queries.plans(stamp.actor, city))
    aims = queries.aims_of(city, found, at=stamp.at, area=area_of(stamp.actor, city))
    context = {
        "city": city,
        "rows": [(plan, [ring_of(aim) for aim in aims[plan.pk]]) for plan in found],
        "readings": sources.reported(city),
        "may_edit": bool(plan_rules.may_edit(stamp.actor, city)),
        "cities": cities_offered(here, steered(stamp.actor), city),
        "tabs": tabs(stamp.actor, "plan"),
        "crumbs": [
            Link(label=_("Steering view"), url=reverse("steering:wall")),
            Link(label=_("Plans")),
        ],
    }
    return show(request, "steering/plan/index.html", context)


@require_safe
@page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One plan: every target with pace, forecast, pipeline, sources and its history."""
    plan = queries.reach_plan(stamp.actor, pk)
    history = queries.revisions_of([plan])
    reworded = any(target.words_version > 1 for target in history)
    context = {
        "plan": plan,
        "rings": _rings(stamp, plan),
        "history": history,
        "corrections": [corrected(one) for one in queries.corrections_of(plan)] if reworded else [],
        "terms": steering_terms(plan.city_id),
        "may_edit": bool(plan_rules.may_edit(stamp.actor, plan.city)),
        "tabs": tabs(stamp.actor, "plan"),
        "crumbs": [_above(stamp, plan), Link(label=plan.label)],
    }
    return show(request, "steering/plan/one.html", context)


def _steers(stamp: Stamp) -> bool:
    """Others read a public plan as everybody does: without the office's lists around it."""
    return stamp.actor.may(Permission.PLAN_STEERING_READ)


def _above(stamp: Stamp, plan: Plan) -> Link:
    of_city = f"?city={plan.city.code}"
    if _steers(stamp):
        return Link(label=_("Plans"), url=reverse("steering:plans") + of_city)
    return Link(label=_("Results"), url=reverse("steering:results") + of_city)


def _rings(stamp: Stamp, plan: Plan) -> list[Ring]:
    """The targets with what is on its way to each; the funnel is counted where it is shown."""
    area = area_of(stamp.actor, plan.city) if _steers(stamp) else None
    aims = queries.aims_of(plan.city, [plan], at=stamp.at, area=area)[plan.pk]
    kinds = {aim.target.pipeline for aim in aims if aim.target.pipeline}
    stages: dict[str, list[Stage]] = {}
    if kinds and _steers(stamp):
        known = counted_of(stamp.actor, plan.city, at=stamp.at)
        stages = pipelines(plan.city, kinds, funnel=known.whole, numbers=known.numbers)
    shut = figures.shut_to(stamp.actor, plan.city)
    whole = area is None or area.pk == plan.city_id
    return [
        ring_of(aim, pipeline=stages.get(aim.target.pipeline, ()), shut=shut, whole_city=whole)
        for aim in aims
    ]
