"""Programmes as officers read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Count, Q, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import ApplicationState
from citystage.stages.selection.kinds import CHALLENGE
from citystage.stages.selection.models import Candidacy, Programme, ProgrammeVersion
from citystage.stages.selection.states.candidacies import CandidacyState


def _cities(actor: Actor, permission: Permission) -> set[int]:
    """The cities in which this officer reads (or does) something of selection."""
    return {(unit.city_id or unit.pk) for unit in actor.reach(permission)}


def programmes_of(actor: Actor, permission: Permission) -> QuerySet[Programme]:
    """The programmes of the officer's city, the one that opens last on top."""
    found = Programme.objects.filter(city_id__in=_cities(actor, permission))
    along = found.select_related("call", "call__form", "city").order_by("-call__opens_at", "-pk")
    reached = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_READ)
    counted = along.annotate(
        total=Count(
            "candidacies", filter=Q(candidacies__in=reached.order_by().values("pk")), distinct=True
        ),
        filed=Count(
            "call__applications",
            filter=~Q(call__applications__state=ApplicationState.DRAFT),
            distinct=True,
        ),
    )
    return counted.fetch_mode(FETCH_RAISE)


def reach_programme(
    actor: Actor, pk: int, permission: Permission = Permission.SELECTION_CANDIDACY_READ
) -> Programme:
    """One programme this officer may open. Raises ``NotFound``."""
    found = Programme.objects.filter(city_id__in=_cities(actor, permission), pk=pk)
    along = ("call", "call__form", "city", "challenge__application")
    programme = found.select_related(*along).first()
    if programme is None:
        raise NotFound("")
    return programme


def versions_of(programme: Programme) -> QuerySet[ProgrammeVersion]:
    """All versions of the terms, the newest first."""
    found = programme.versions.select_related("made_by").order_by("-number")
    return found.fetch_mode(FETCH_RAISE)


def version_of(programme: Programme, number: int) -> ProgrammeVersion:
    """One version. Raises ``NotFound``."""
    if found := programme.versions.filter(number=number).select_related("made_by").first():
        return found
    raise NotFound("")


@dataclass(frozen=True, slots=True)
class Filed:
    """What came in so far, as numbers only: they may be told of a sealed call too."""

    drafts: int
    submitted: int
    recommended: int


def filed(programme: Programme) -> Filed:
    """How many applications stand where; one query."""
    rows: Mapping[str, int] = dict(
        Application.objects.filter(call_id=programme.call_id)
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    gone = (ApplicationState.RECOMMENDED, ApplicationState.ACCEPTED)
    return Filed(
        drafts=rows.get(ApplicationState.DRAFT, 0),
        submitted=rows.get(ApplicationState.SUBMITTED, 0) + rows.get(ApplicationState.RETURNED, 0),
        recommended=sum(rows.get(state, 0) for state in gone),
    )


def counts(actor: Actor, programme: Programme) -> dict[str, int]:
    """State of candidacies -> how many of those this officer reaches stand there; one query."""
    reached = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_READ)
    rows = reached.filter(programme=programme).order_by().values_list("state")
    return dict(rows.annotate(number=Count("pk")))


def programme_of_call(call_id: int) -> Programme | None:
    """The programme a call leads into, when it selects."""
    return Programme.objects.filter(call_id=call_id).select_related("call", "city").first()


def announced(city: Unit) -> QuerySet[Candidacy]:
    """The challenges of a city that took effect: takers can be asked for; newest first."""
    found = Candidacy.objects.filter(
        programme__city=city,
        programme__terms__recognition__kind=CHALLENGE,
        state=CandidacyState.EFFECTIVE,
    )
    return found.select_related("application", "programme__call").order_by("-closed_at", "-pk")


def announced_by(programme: Programme) -> list[Candidacy]:
    """The challenges one programme announced, with the calls for their takers."""
    if programme.read_terms().recognition.kind != CHALLENGE:
        return []
    found = programme.candidacies.filter(state=CandidacyState.EFFECTIVE)
    along = found.select_related("application").prefetch_related("calls_for_takers__call")
    return list(along.order_by("number"))


def calls_for_takers(application_id: int | None) -> QuerySet[Programme]:
    """The calls that ask, or asked, for takers of the challenge an application became."""
    found = Programme.objects.filter(challenge__application_id=application_id or 0)
    public = found.exclude(call__state="preparing")
    return public.select_related("call", "city").order_by("-call__opens_at", "-pk")


def programme_coded(city: Unit, code: str) -> Programme:
    """A programme the public may read: its call is or was open. Raises ``NotFound``."""
    found = Programme.objects.filter(city=city, call__code=code).exclude(call__state="preparing")
    along = ("call", "call__form", "city", "challenge__application")
    programme = found.select_related(*along).first()
    if programme is None:
        raise NotFound("")
    return programme
