"""Where trials and projects touch pages of other wings: ``{% load trying %}``."""

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.docking.models import Agreement, Answer, Intent
from citystage.stages.projects.queries import ground, patterns
from citystage.stages.trials import offering
from citystage.web.shell.pages import stamp_of

register = template.Library()


def _actor(context: RequestContext) -> Actor:
    return stamp_of(context["request"]).actor


@register.inclusion_tag("shell/parts/try_first.html", takes_context=True)
def try_first(
    context: RequestContext,
    answer: Answer | None = None,
    deal: Intent | Agreement | None = None,
    scenario: Scenario | None = None,
) -> dict[str, object]:
    """The trial of this record, or the way to draft one; nothing for everybody else."""
    found = offering.offer(_actor(context), answer=answer, deal=deal, about=scenario)
    way = f"{reverse('trials:begin')}?{found.way}" if found.way else ""
    return {"trial": found.trial, "way": way}


@register.inclusion_tag("shell/parts/public_ground.html")
def public_ground(scenario: Scenario) -> dict[str, object]:
    """Projects of a scenario that landed, and trials that both sides allow to be public."""
    found = ground.of_scenario(scenario)
    return {"landed": found.landed, "trials": found.trials}


@register.inclusion_tag("shell/parts/same_demonstration.html")
def same_demonstration(lab: Lab) -> dict[str, object]:
    """The pattern of which a recognised demonstration is the same; asked of demonstrations only."""
    is_one = lab.kind == Lab.Kind.DEMONSTRATION
    return {"pattern": patterns.pattern_recognised_as(lab) if is_one else None}
