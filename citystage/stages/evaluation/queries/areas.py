"""The area a person steers or reads for, as conditions on scenarios and on what belongs to them."""

from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import inside
from citystage.stages.catalogue.models.scenarios import HIDDEN


def within(actor: Actor, city: Unit, prefix: str = "") -> Q:
    """Public scenarios of the city within the person's area; ``prefix`` leads to the scenario."""
    found = Q(**{f"{prefix}city": city}) & ~Q(**{f"{prefix}state__in": HIDDEN})
    tops = actor.reach(Permission.PLAN_STEERING_READ)
    if any(top.pk == city.pk for top in tops):
        return found
    return found & (inside(tops, f"{prefix}district") | inside(tops, f"{prefix}lead_department"))
