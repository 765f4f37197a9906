"""What trials puts into the rail, and where its records lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.trials.queries import readings, trials
from citystage.web.shell.going import DESTINATIONS, Destination
from citystage.web.shell.navigation import DATA, RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="trials",
        label=_("Trial agreements"),
        view="trials:list",
        icon="flask-conical",
        order=49,
        needs=frozenset({Permission.TRIAL_KEEP}),
    )
)
RAIL.add(
    Entry(
        name="tolerances",
        label=_("Tolerance ledger"),
        view="trials:tolerances",
        icon="shield-check",
        order=58,
        needs=frozenset({Permission.TRIAL_TOLERATE}),
    )
)
DATA.add(Entry(name="closed_trials", label=_("Closed trials"), view="trials:closed", order=65))


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Trials that wait for this side's signature."""
    if not actor.may(Permission.TRIAL_KEEP):
        return {}
    return {"trials": trials.to_sign(actor)}


def _at(view: str) -> Destination:
    return lambda _actor, pk: reverse(view, args=[pk])


def _trial(actor: Actor, pk: int) -> str:
    """Its page for those who have a part in trials, what both sides show for everybody else."""
    if actor.may(Permission.TRIAL_KEEP):
        return reverse("trials:trial", args=[trials.reach_trial(actor, pk).pk])
    return reverse("trials:closed_one", args=[trials.reach_public(pk).pk])


def _batch(actor: Actor, pk: int) -> str:
    """The readings of a batch, in the list of its trial."""
    trial = readings.trial_of_batch(pk)
    return f"{reverse('trials:readings', args=[trials.reach_trial(actor, trial).pk])}?batch={pk}"


DESTINATIONS.add("trials.trial", _trial)
DESTINATIONS.add("trials.batch", _batch)
DESTINATIONS.add("trials.tolerance", _at("trials:tolerance"))
