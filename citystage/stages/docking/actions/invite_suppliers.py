"""From the coverage board: suppliers that could do a scenario are asked to look at it, once."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.facts.following import SuppliersInvited
from citystage.stages.docking.models import Invited
from citystage.stages.docking.rules import following as rules
from citystage.stages.matchmaking.deciding import lock_scenario
from citystage.stages.selection.investigating import people_at

_GIVES = frozenset({Permission.DOCKING_ANSWER_GIVE})


@transaction.atomic(durable=True)
def invite_suppliers(
    scenario: Scenario, *, organisations: Sequence[Organisation], stamp: Stamp
) -> int:
    """Tell those who were not asked yet; returns how many organisations that were."""
    locked = lock_scenario(scenario)
    rules.may_steer(stamp.actor, locked.city).enforce()
    asked = Invited.objects.filter(scenario=locked, organisation__in=organisations)
    known = set(asked.values_list("organisation_id", flat=True))
    new = [one for one in organisations if one.pk not in known]
    Invited.objects.bulk_create(
        Invited(
            scenario=locked,
            organisation=one,
            made_by_id=stamp.actor.user_id,
            made_at=stamp.at,
        )
        for one in new
    )
    if not new:
        return 0
    told = SuppliersInvited(scenario_id=locked.pk, organisations=[one.pk for one in new])
    journal.record(told, subject=locked, stamp=stamp)
    people = [user for one in new if one.seat for user in people_at(one.seat, _GIVES, at=stamp.at)]
    words = gettext_noop("You could do “%(title)s”: the city invites you to look at it.")
    values = {"title": locked.title}
    tell(people, group=Group.TASK, template=words, values=values, about=locked, stamp=stamp)
    return len(new)
