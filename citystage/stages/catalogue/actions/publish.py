"""An officer publishes one scenario outside a list, from the reserve or after a withdrawal."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import ScenarioPublished
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import PUBLISH
from citystage.stages.catalogue.telling import tell_owners


@transaction.atomic(durable=True)
def publish(scenario: Scenario, *, stamp: Stamp) -> Scenario:
    """Make ``scenario`` visible to everybody."""
    locked = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    rules.may_publish(stamp.actor, locked.city).enforce()
    if locked.published_on is None:
        locked.published_on = timezone.localdate(stamp.at)
        locked.year = locked.year or locked.published_on.year
        locked.save(update_fields=["published_on", "year"])
    move(locked, PUBLISH, fact=ScenarioPublished(scenario_id=locked.pk), stamp=stamp)
    template = gettext_noop("“%(title)s” is public now.")
    tell_owners(locked, template=template, values={"title": locked.title}, stamp=stamp)
    return locked
