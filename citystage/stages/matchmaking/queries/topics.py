"""Where demand and supply lie: the map of topics, white spots, and scenarios with too few."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from citystage.engines.matching.records import Verdict
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability, Lab, Scenario
from citystage.stages.matchmaking.finding.demands import WANTING
from citystage.stages.matchmaking.models import Run, Suggestion
from citystage.stages.matchmaking.queries import runs
from citystage.stages.matchmaking.queries.wanted import suppliers_wanted


@dataclass(frozen=True, slots=True)
class TopicShown:
    """A cluster of needs and abilities, named by its own words; ``place``: x and y in -1..1.

    ``white``: "demand" is wanted and offered by nobody, "supply" offered and wanted by nobody.
    """

    number: int
    words: tuple[str, ...]
    demands: int
    supplies: int
    place: tuple[float, float]
    white: str
    scenarios: tuple[Scenario, ...]
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class TopicMap:
    """The map as the last finished re-match drew it; ``run`` is None before the first one."""

    run: Run | None
    topics: tuple[TopicShown, ...]

    @property
    def white(self) -> tuple[TopicShown, ...]:
        """White spots: demand without supply first, the larger first."""
        found = [one for one in self.topics if one.white]
        found.sort(key=lambda one: (one.white != "demand", -(one.demands + one.supplies)))
        return tuple(found)


def topic_map(actor: Actor, city: Unit) -> TopicMap:
    """The map of a city for its office; five queries at most."""
    _office(actor, city)
    run = runs.latest(city)
    if run is None:
        return TopicMap(None, ())
    rows = run.topics
    scenarios = Scenario.objects.select_related("city", "district").in_bulk(
        [pk for row in rows for pk in row["scenarios"]]
    )
    whose = _offered([name for row in rows for name in row["offered"]])
    return TopicMap(
        run,
        tuple(
            TopicShown(
                number=row["number"],
                words=tuple(row["words"]),
                demands=row["demands"],
                supplies=row["supplies"],
                place=(row["place"][0], row["place"][1]),
                white=row["white"],
                scenarios=tuple(scenarios[pk] for pk in row["scenarios"] if pk in scenarios),
                organisations=tuple(
                    dict.fromkeys(whose[name] for name in row["offered"] if name in whose)
                ),
            )
            for row in rows
        ),
    )


def _offered(names: Sequence[str]) -> dict[str, Organisation]:
    """Whose each supply is; three queries at most."""
    ids: dict[str, list[int]] = defaultdict(list)
    for name in names:
        kind, _colon, pk = name.partition(":")
        ids[kind].append(int(pk))
    able = Capability.objects.filter(pk__in=ids["capability"]).select_related("organisation")
    labs = Lab.objects.filter(pk__in=ids["lab"]).select_related("builder")
    others = Organisation.objects.in_bulk(ids["organisation"])
    return (
        {f"capability:{one.pk}": one.organisation for one in able}
        | {f"lab:{one.pk}": one.builder for one in labs if one.builder is not None}
        | {f"organisation:{pk}": one for pk, one in others.items()}
    )


def thin(actor: Actor, city: Unit) -> QuerySet[Scenario]:
    """Scenarios with fewer able suppliers (``.able``) than the city wants, fewest first."""
    _office(actor, city)
    able = Suggestion.objects.filter(
        scenario_id=OuterRef("pk"), current=True, verdict=Verdict.MATCH
    )
    number = able.order_by().values("scenario_id").annotate(number=Count("pk")).values("number")
    found = Scenario.objects.filter(city=city, state__in=WANTING)
    counted = found.annotate(able=Coalesce(Subquery(number), 0)).filter(
        able__lt=suppliers_wanted(city.pk)
    )
    return counted.select_related("city", "district", "field").order_by("able", "-pk")


def idle(actor: Actor, city: Unit) -> QuerySet[Organisation]:
    """Organisations of the city with a public capability that no scenario asks for."""
    _office(actor, city)
    fitting = Suggestion.objects.filter(current=True, verdict=Verdict.MATCH)
    able = Capability.objects.filter(public=True).values("organisation_id")
    found = Organisation.objects.filter(Q(pk__in=able), city=city)
    without = found.exclude(pk__in=fitting.values("organisation_id"))
    return without.select_related("district").order_by("name")


def _office(actor: Actor, city: Unit) -> None:
    if not actor.holds(Permission.MATCHMAKING_CITY_REMATCH, city):
        raise NotFound(_("There is no such city within your reach."))
