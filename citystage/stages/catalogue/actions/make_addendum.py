"""The city says something about a released list: a correction, a withdrawal, a note."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.amending import write_addendum
from citystage.stages.catalogue.facts import ScenarioWithdrawn
from citystage.stages.catalogue.models import Addendum, Release, ReleaseItem, Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import WITHDRAW, ReleaseState


class NotReleased(Refusal):
    """A list in preparation is changed, not amended."""


class ItemNeeded(Refusal):
    """A withdrawal concerns one item of the list."""


@transaction.atomic(durable=True)
def make_addendum(
    release: Release, *, kind: str, text: str, item: ReleaseItem | None, stamp: Stamp
) -> Addendum:
    """Add the next numbered addendum; a withdrawal takes the item's scenario out of the public."""
    locked = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    rules.may_publish(stamp.actor, locked.city).enforce()
    if locked.state != ReleaseState.RELEASED:
        raise NotReleased(_("This list is not released yet: change it instead."))
    withdraws = kind == Addendum.Kind.WITHDRAWAL
    if (withdraws and item is None) or (item and item.release_id != locked.pk):
        raise ItemNeeded(_("Choose the item of this list that is withdrawn."))
    if withdraws and item:
        scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=item.scenario_id)
        if scenario.state in WITHDRAW.sources:
            gone = ScenarioWithdrawn(scenario_id=scenario.pk, note=text)
            move(scenario, WITHDRAW, fact=gone, stamp=stamp)
    return write_addendum(locked, kind=kind, text=text, item=item, stamp=stamp)
