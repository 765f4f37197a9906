"""Docking tells matchmaking that a supplier signed for a scenario."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.stages.docking.facts.agreements import AgreementSigned
from citystage.stages.docking.models import Agreement
from citystage.stages.matchmaking.actions.note_outcome import note_outcome
from citystage.stages.matchmaking.models import Outcome


@on(AgreementSigned)
def signed(fact: AgreementSigned, stamp: Stamp) -> None:
    """Every organisation that signs and does not own the scenario."""
    agreement = Agreement.objects.select_related("scenario").get(pk=fact.agreement_id)
    scenario = agreement.scenario
    if scenario is None:
        return
    for party in agreement.parties.select_related("organisation"):
        organisation = party.organisation
        if organisation is None or organisation.pk == scenario.owner_id:
            continue
        kind = Outcome.Kind.AGREED
        note_outcome(scenario, organisation=organisation, kind=kind, stamp=stamp)
