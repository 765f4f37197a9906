"""What other stages have on record of who builds a lab: trials it signed, events it came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Lab
from citystage.stages.events.models import Event
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import TrialState

MOST = 30
_UNSIGNED = (TrialState.DRAFT, TrialState.DROPPED)


@dataclass(frozen=True, slots=True)
class Alongside:
    """Of one builder: the newest trials and events, written by nobody a second time."""

    trials: Sequence[Trial]
    events: Sequence[Event]


def alongside(lab: Lab, actor: Actor) -> Alongside:
    """Signed trials that ``actor`` may read (``readable``) or the public may; events it came to."""
    if lab.builder_id is None:
        return Alongside((), ())
    mine = Trial.objects.visible_to(actor).order_by().filter(pk=OuterRef("pk"))
    everybodys = Trial.objects.shown().order_by().values("pk")
    trials = _trials(lab).annotate(readable=Exists(mine))
    trials = trials.filter(Q(readable=True) | Q(pk__in=everybodys))
    came = Event.objects.filter(
        places__organisation=lab.builder_id, places__arrived_at__isnull=False
    )
    events = came.distinct().order_by("-starts_at", "-pk")[:MOST]
    return Alongside(list(trials[:MOST]), list(events))


def shown_trials(lab: Lab) -> list[Trial]:
    """Trials of which both sides allow the public to read."""
    if lab.builder_id is None:
        return []
    shown = Trial.objects.shown().order_by().values("pk")
    return list(_trials(lab).filter(pk__in=shown)[:MOST])


def _trials(lab: Lab) -> QuerySet[Trial]:
    found = Trial.objects.filter(supplier=lab.builder_id).exclude(state__in=_UNSIGNED)
    return found.select_related("owner_unit").order_by("-starts_on", "-pk")
