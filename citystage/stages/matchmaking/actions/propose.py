"""A broker proposes a supplier for a scenario that was given to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking import reach, rules
from citystage.stages.matchmaking.deciding import Said, lock_scenario, write
from citystage.stages.matchmaking.facts import PartnerProposed
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.states import JudgementKind


class WhyNeeded(Refusal):
    """A proposal without a word of why cannot be weighed."""

    status = 422


@transaction.atomic(durable=True)
def propose(
    scenario: Scenario,
    *,
    organisation: Organisation,
    capability: Capability | None,
    words: str,
    stamp: Stamp,
) -> Judgement:
    """Put ``organisation`` before the owner of ``scenario``, with a sentence why.

    It stands beside what the owner's side decides; a later proposal replaces an earlier one.
    """
    locked = lock_scenario(scenario)
    mandated = reach.has_mandate(stamp.actor, locked)
    decided = reach.decided(locked, organisation.pk, proposal=False)
    rules.may_propose(stamp.actor, mandated=mandated, decided=decided).enforce()
    if not words.strip():
        raise WhyNeeded(_("Say in a sentence why this supplier fits: the owner will read it."))
    said = Said(JudgementKind.PROPOSE, "", words.strip()[:1000], capability)
    before = reach.decided(locked, organisation.pk, proposal=True)
    if before is not None and said.repeats(before):
        return before
    made = write(locked, organisation, said, before=before, proposal=True, stamp=stamp)
    fact = PartnerProposed(
        scenario_id=locked.pk, organisation_id=organisation.pk, judgement_id=made.pk
    )
    journal.record(fact, subject=locked, stamp=stamp)
    return made
