"""The tolerance ledger and its incidents, for pages."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.trials.models import Incident, Tolerance, Trial
from citystage.stages.trials.tolerating import ALONG

ORDERS: Final = {"ends": ("ends_on", "pk"), "new": ("-decided_at", "-pk")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What the ledger is cut to; empty values cut nothing."""

    states: tuple[str, ...] = ()
    words: str = ""
    sort: str = "ends"


def tolerances(actor: Actor, cut: Cut) -> QuerySet[Tolerance]:
    """Those within reach, each with the number of its incidents."""
    found = Tolerance.objects.visible_to(actor)
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.words:
        words = cut.words
        found = found.filter(
            Q(title__icontains=words)
            | Q(what__icontains=words)
            | Q(rule__icontains=words)
            | Q(place__icontains=words)
            | Q(organisation__folded_name__contains=fold(words))
        )
    counted = found.annotate(events=Count("incidents"))
    order = ORDERS.get(cut.sort, ORDERS["ends"])
    return counted.select_related(*ALONG).order_by(*order)


def reach_tolerance(actor: Actor, pk: int) -> Tolerance:
    """One of them. Raises ``NotFound`` out of reach."""
    found = Tolerance.objects.visible_to(actor).filter(pk=pk)
    if tolerance := found.select_related(*ALONG, "decided_by").first():
        return tolerance
    raise NotFound(_("There is no such tolerance within your reach."))


def of_trial(trial: Trial) -> list[Tolerance]:
    """What is or was tolerated in it."""
    return list(trial.tolerances.select_related("decided_for", "district"))


def incidents_of(about: Trial | Tolerance) -> list[Incident]:
    """What went wrong, the latest first."""
    rows = about.incidents.select_related(
        "trial", "tolerance", "reported_by", "reported_for", "judged_by", "judged_for"
    )
    return list(rows)


def reach_incident(actor: Actor, pk: int) -> Incident:
    """One incident of a trial within reach. Raises ``NotFound``."""
    seen = Trial.objects.visible_to(actor).order_by().values("pk")
    along = ("trial__city", "trial__district", "trial__department", "trial__owner_unit",
             "trial__supplier__seat", "trial__scenario", "tolerance", "reported_by",
             "reported_for", "judged_by", "judged_for")  # fmt: skip
    found = Incident.objects.filter(pk=pk, trial__in=seen).select_related(*along).first()
    if found:
        return found
    raise NotFound(_("There is no such incident within your reach."))


def holding_at(incident: Incident) -> list[Tolerance]:
    """What was tolerated in the trial when the incident happened."""
    found = Tolerance.objects.filter(trial=incident.trial_id)
    return list(found.standing_at(incident.happened_at))


def to_judge(actor: Actor) -> QuerySet[Incident]:
    """Incidents of trials over which the actor's office stands, not judged yet."""
    if not actor.may(Permission.TRIAL_TOLERATE):
        return Incident.objects.none()
    over = Trial.objects.overseen_by(actor).order_by().values("pk")
    return Incident.objects.filter(trial__in=over, judgement="")


def events_of(tolerance: Tolerance) -> QuerySet[Entry]:
    """What happened to it, newest first."""
    return timeline(tolerance).order_by("-id")


def supplier_named(city: Unit, name: str) -> Organisation | None:
    """The registered organisation of this name."""
    rows = Organisation.objects.filter(folded_name=fold(name)[:240]).select_related("seat")
    return rows.filter(Q(city=city) | Q(city=None)).order_by("pk").first() or rows.first()


def districts(city: Unit) -> QuerySet[Unit]:
    """The districts of a city."""
    return Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT)


def sees_trial(actor: Actor, tolerance: Tolerance) -> bool:
    """Whether the actor may open the trial it belongs to."""
    if tolerance.trial_id is None:
        return False
    return Trial.objects.visible_to(actor).filter(pk=tolerance.trial_id).exists()


def counted(tolerance: Tolerance) -> int:
    """How many incidents the ledger counted for it."""
    return int(getattr(tolerance, "events", 0))
