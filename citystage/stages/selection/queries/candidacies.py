"""Candidacies as officers read them: the list with both orders, one of them, its checks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Q, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import standing
from citystage.stages.selection.models import (
    Candidacy,
    Conflict,
    Correction,
    FormalCheck,
    Programme,
)

_READ = Permission.SELECTION_CANDIDACY_READ
_ALONG = (
    "application",
    "application__recommender",
    "application__recommendation",
    "application__city",
    "application__form",
    "application__call",
    "district",
    "programme",
    "programme__city",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What of a programme's candidacies is asked for."""

    states: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what keeps this officer away, the district's place, whether the orders differ."""

    candidacy: Candidacy
    barred: Conflict | None
    place: int | None
    differs: bool


def candidacies(actor: Actor, programme: Programme, narrowed: Narrowed) -> QuerySet[Candidacy]:
    """Those within reach, by number; searching and filtering never shows what is barred."""
    found = Candidacy.objects.reachable_by(actor, _READ).filter(programme=programme)
    if narrowed.states:
        found = found.filter(state__in=narrowed.states)
    if narrowed.districts:
        found = found.filter(district__code__in=narrowed.districts)
    if narrowed.words:
        words = narrowed.words
        said = Q(application__title__icontains=words) | Q(application__owner_name__icontains=words)
        found = found.open_to(actor).filter(said)
    return found.select_related(*_ALONG).order_by("number").fetch_mode(FETCH_RAISE)


def rows(actor: Actor, found: Iterable[Candidacy]) -> list[Row]:
    """The lines of these candidacies; one query beside theirs."""
    listed = list(found)
    barred = standing.barring(actor, listed)
    differing = _differing(listed)
    return [Row(one, barred.get(one.pk), _place(one), one.pk in differing) for one in listed]


def _place(one: Candidacy) -> int | None:
    word = getattr(one.application, "recommendation", None)
    return word.place if word else None


def _differing(listed: list[Candidacy]) -> set[int]:
    """Those that stand elsewhere in the city's order than their district put them."""
    by_unit: dict[int, list[Candidacy]] = {}
    for one in listed:
        if one.city_place is not None and _place(one) is not None:
            by_unit.setdefault(one.application.recommender_id, []).append(one)
    found = set()
    for group in by_unit.values():
        theirs = sorted(group, key=lambda one: _place(one) or 0)
        ours = sorted(group, key=lambda one: one.city_place or 0)
        found |= {one.pk for one, two in zip(theirs, ours, strict=True) if one.pk != two.pk}
    return found


def reach_candidacy(actor: Actor, programme: Programme, number: int) -> Candidacy:
    """One within reach, barred or not: the page tells who is kept away. Raises ``NotFound``."""
    found = Candidacy.objects.reachable_by(actor, _READ).select_related(*_ALONG)
    if one := found.filter(programme=programme, number=number).first():
        return one
    raise NotFound("")


def checks_of(candidacy: Candidacy) -> QuerySet[FormalCheck]:
    """The rounds of the formal check."""
    return candidacy.checks.select_related("made_by").order_by("round").fetch_mode(FETCH_RAISE)


def correction_of(candidacy: Candidacy) -> Correction | None:
    """The one chance to correct, when it was given."""
    return Correction.objects.filter(candidacy=candidacy).first()


def candidacy_of(application_id: int) -> Candidacy | None:
    """The candidacy an application became, for the pages of its own side."""
    found = Candidacy.objects.filter(application_id=application_id)
    return found.select_related("programme", "programme__call", "programme__city").first()


def districts_in(programme: Programme) -> list[tuple[str, str]]:
    """The districts that have candidacies, by code."""
    units = {
        one.district.code: one.district.label
        for one in programme.candidacies.select_related("district").exclude(district=None)
        if one.district
    }
    return sorted(units.items())
