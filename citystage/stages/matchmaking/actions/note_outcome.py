"""A later stage tells what became of a pair; the fact of it is that stage's own."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Outcome


@transaction.atomic
def note_outcome(
    scenario: Scenario, *, organisation: Organisation, kind: Outcome.Kind, stamp: Stamp
) -> Outcome:
    """Keep the first moment of each kind; told again it changes nothing."""
    kept, _new = Outcome.objects.get_or_create(
        scenario=scenario, organisation=organisation, kind=kind, defaults={"at": stamp.at}
    )
    return kept


@transaction.atomic
def forget_outcome(
    scenario: Scenario,
    *,
    organisation: Organisation,
    kind: Outcome.Kind,
    stamp: Stamp,  # noqa: ARG001 -- an action has one
) -> None:
    """What was told turned out not to be so; nothing is learned from it any more."""
    Outcome.objects.filter(scenario=scenario, organisation=organisation, kind=kind).delete()
