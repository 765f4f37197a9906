"""The area a person steers or reads for, as conditions on scenarios and on what belongs to them."""

from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models.scenarios import HIDDEN


def within(actor: Actor, city: Unit, prefix: str = "") -> Q:
    """Public scenarios of the city within the person's area; ``prefix`` leads to the scenario."""
    found = Q(**{f"{prefix}city": city}) & ~Q(**{f"{prefix}state__in": HIDDEN})
    tops = actor.reach(Permission.PLAN_STEERING_READ)
    if any(top.pk == city.pk for top in tops):
        return found
    inside = Q(pk__in=[])
    for column in ("district__path", "lead_department__path"):
        inside |= subtree(tops, f"{prefix}{column}")
    return found & inside
