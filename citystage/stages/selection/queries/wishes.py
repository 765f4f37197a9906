"""What experts of a city may choose from before panels are formed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.models import Candidacy, Expert, Preference, Programme
from citystage.stages.selection.queries.experts import own_entries
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.panels import ExpertState


def offered(actor: Actor, *, at: datetime) -> Sequence[Programme]:
    """Programmes in whose panel phase this expert may tell wishes now."""
    mine = own_entries(actor).filter(state=ExpertState.ACTIVE)
    rows = Programme.objects.filter(city__in=mine.values("city")).select_related("call")
    return [one for one in rows.order_by("pk") if one.read_terms().in_phase("panel", at)]


def reach_offered(actor: Actor, pk: int, *, at: datetime) -> tuple[Programme, Expert]:
    """One of them, with the entry of this person in its city."""
    found = next((one for one in offered(actor, at=at) if one.pk == pk), None)
    if found is None:
        raise NotFound(_("There is no such selection to choose from now."))
    return found, own_entries(actor).get(city=found.city_id, state=ExpertState.ACTIVE)


def offered_cases(actor: Actor, programme: Programme) -> QuerySet[Candidacy]:
    """Candidacies that wait for a panel, without those this person is in conflict with."""
    waiting = (CandidacyState.CHECKING, CandidacyState.REVIEWING)
    rows = Candidacy.objects.filter(programme=programme, state__in=waiting).open_to(actor)
    return rows.select_related("application", "programme").order_by("number")


def wishes_of(expert: Expert, programme: Programme) -> dict[int, int]:
    """Candidacy -> 1 (would like to) or -1 (rather not)."""
    rows = Preference.objects.filter(expert=expert, candidacy__programme=programme)
    return dict(rows.values_list("candidacy_id", "wish"))
