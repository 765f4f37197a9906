"""The coordinating office gives a scenario to a broker, or takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.deciding import lock_scenario
from citystage.stages.matchmaking.facts import MandateEnded, MandateGiven
from citystage.stages.matchmaking.models import Mandate


class NoBroker(Refusal):
    """Nobody at this unit is a scene manager or broker."""

    status = 422


@transaction.atomic(durable=True)
def give_mandate(scenario: Scenario, *, broker: Unit, stamp: Stamp) -> Mandate:
    """Let ``broker`` see who could do ``scenario`` and propose. A second time changes nothing."""
    locked = lock_scenario(scenario)
    rules.may_give_mandate(stamp.actor, locked).enforce()
    if not wearers(Permission.MATCHMAKING_PAIR_PROPOSE, broker, at=stamp.at):
        raise NoBroker(_("Nobody at %s is a scene manager or broker.") % broker.label)
    made, new = Mandate.objects.get_or_create(
        scenario=locked,
        unit=broker,
        ended_at=None,
        defaults={"given_by_id": stamp.actor.user_id, "given_at": stamp.at},
    )
    if new:
        fact = MandateGiven(scenario_id=locked.pk, unit_id=broker.pk)
        journal.record(fact, subject=locked, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def end_mandate(mandate: Mandate, *, stamp: Stamp) -> Mandate:
    """The broker looks after it no longer; what it proposed stays. Twice changes nothing."""
    scenario = lock_scenario(mandate.scenario)
    rules.may_give_mandate(stamp.actor, scenario).enforce()
    locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if locked.ended_at is None:
        locked.ended_at = stamp.at
        locked.save(update_fields=["ended_at"])
        fact = MandateEnded(scenario_id=scenario.pk, unit_id=locked.unit_id)
        journal.record(fact, subject=scenario, stamp=stamp)
    return locked
