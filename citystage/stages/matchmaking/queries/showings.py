"""What was shown to whom: whole pages as people saw them, and what became of the pairs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Outcome, Profile, Showing
from citystage.stages.matchmaking.queries import profiles

KINDS: Final = ("scenario", "organisation", "profile")
# Of what words name, so many records are looked for at most.
_NAMED: Final = 200
_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the history is cut to; half-open [since, until)."""

    kind: str = ""
    words: str = ""
    viewer_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShownPair:
    """One row as it stood on the page; names as they are now, None where a record is gone."""

    rank: int
    scenario: Scenario | None
    organisation: Organisation | None
    # Points of 100, as its parts.
    score: int
    parts: Mapping[str, int | None]
    # What became of the pair after the page was seen, the last thing first.
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page as one person saw it."""

    showing: Showing
    kind: str
    about: Scenario | Organisation | Profile | None
    pairs: tuple[ShownPair, ...]


def sees_showings(actor: Actor) -> bool:
    """Whether there is a history for this person at all."""
    return actor.may(Permission.MATCHMAKING_SHOWING_READ) or bool(profiles.organisations(actor))


def showings(actor: Actor, wanted: Wanted) -> QuerySet[Showing]:
    """Those of the cities within reach, and the pages of one's own organisation; newest first."""
    tops = actor.reach(Permission.MATCHMAKING_SHOWING_READ)
    mine = [one.pk for one in profiles.organisations(actor)]
    found = Showing.objects.filter(subtree(tops, "city__path") | Q(organisation_id__in=mine))
    if wanted.kind:
        found = found.filter(about__startswith=f"{wanted.kind}:")
    if wanted.words:
        found = found.filter(_named(wanted.words))
    if wanted.viewer_id is not None:
        found = found.filter(viewer_id=wanted.viewer_id)
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    return found.select_related("viewer").order_by("-pk")


def _named(words: str) -> Q:
    scenarios = Scenario.objects.filter(Q(number__iexact=words) | Q(title__icontains=words))
    firms = Organisation.objects.filter(folded_name__contains=fold(words))
    return Q(scenarios__overlap=list(scenarios.values_list("pk", flat=True)[:_NAMED])) | Q(
        organisations__overlap=list(firms.values_list("pk", flat=True)[:_NAMED])
    )


def reach_showing(actor: Actor, pk: int) -> Showing:
    """One of them. Raises ``NotFound``."""
    found = showings(actor, Wanted()).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page within your reach."))
    return found


def pages(rows: Iterable[Showing], *, first: int | None = None) -> list[ShownPage]:
    """With the records they name, each page cut to its ``first`` rows; three queries."""
    kept = list(rows)
    behind = _records(kept, first)
    return [_page(one, behind, first) for one in kept]


def whole(showing: Showing) -> ShownPage:
    """One page with what became of its pairs; four queries."""
    found = Outcome.objects.filter(
        scenario_id__in=showing.scenarios,
        organisation_id__in=showing.organisations,
        at__gte=showing.at,
    )
    told: dict[tuple[int, int], list[Outcome]] = {}
    for one in found.order_by("-at"):
        told.setdefault((one.scenario_id, one.organisation_id), []).append(one)
    return _page(showing, _records([showing], None), None, told)


def every_page(found: QuerySet[Showing]) -> Iterator[ShownPage]:
    """For a file: piece by piece, so that it may be long."""
    piece: list[Showing] = []
    for one in found.iterator(chunk_size=_CHUNK):
        piece.append(one)
        if len(piece) == _CHUNK:
            yield from pages(piece)
            piece = []
    yield from pages(piece)


@dataclass(frozen=True, slots=True)
class _Records:
    scenarios: Mapping[int, Scenario]
    organisations: Mapping[int, Organisation]
    profiles: Mapping[int, Profile]

    def about(self, kind: str, pk: int) -> Scenario | Organisation | Profile | None:
        if kind == "scenario":
            return self.scenarios.get(pk)
        return self.organisations.get(pk) if kind == "organisation" else self.profiles.get(pk)


def _about(showing: Showing) -> tuple[str, int]:
    kind, _colon, pk = showing.about.partition(":")
    return kind, int(pk)


def _records(rows: Iterable[Showing], first: int | None) -> _Records:
    wanted: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for one in rows:
        kind, pk = _about(one)
        wanted[kind].add(pk)
        wanted["scenario"].update(one.scenarios[:first])
        wanted["organisation"].update(one.organisations[:first])
    return _Records(
        Scenario.objects.select_related("city").in_bulk(wanted["scenario"]),
        Organisation.objects.in_bulk(wanted["organisation"]),
        Profile.objects.in_bulk(wanted["profile"]),
    )


def _page(
    showing: Showing,
    behind: _Records,
    first: int | None,
    told: Mapping[tuple[int, int], Iterable[Outcome]] | None = None,
) -> ShownPage:
    kind, pk = _about(showing)
    rows = zip(showing.scenarios, showing.organisations, showing.scores, strict=True)
    return ShownPage(
        showing,
        kind,
        behind.about(kind, pk),
        tuple(
            ShownPair(
                rank,
                behind.scenarios.get(scenario),
                behind.organisations.get(organisation),
                round(score / 10),
                {code: values[rank - 1] for code, values in showing.parts.items()},
                tuple((told or {}).get((scenario, organisation), ())),
            )
            for rank, (scenario, organisation, score) in enumerate(list(rows)[:first], start=1)
        ),
    )
