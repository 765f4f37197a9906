"""What the ledger tells of scenarios and suppliers since a cursor, and the match of each anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from citystage.engines.matching.records import Verdict
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.stages.catalogue import facts
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking.finding.demands import demand_of, wanting
from citystage.stages.matchmaking.finding.knowledge import knowledge_of
from citystage.stages.matchmaking.finding.ranking import Supplier, able_for, fitting_for
from citystage.stages.matchmaking.finding.supplies import supplies_of
from citystage.stages.matchmaking.finding.whole_city import KEPT, NEAREST, Matched, Pair

_SCENARIOS = frozenset(
    kind.verb
    for kind in (
        facts.ScenarioEntered,
        facts.ScenarioCorrected,
        facts.ScenarioPublished,
        facts.ScenarioMatched,
        facts.ScenarioLanded,
        facts.ScenarioClosed,
        facts.ScenarioReopened,
        facts.ScenarioWithdrawn,
    )
)
_CAPABILITIES = frozenset(
    kind.verb
    for kind in (
        facts.CapabilityEntered,
        facts.CapabilityChanged,
        facts.CapabilityRetired,
        facts.CapabilityOffered,
    )
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of what changed; ``published`` came before the public, for the first time or again."""

    scenarios: tuple[int, ...]
    published: tuple[int, ...]
    capabilities: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.scenarios) + len(self.capabilities)


def touched_by(rows: Sequence[Entry]) -> Touched:
    """What these rows of the ledger are about, each once."""
    scenarios: dict[int, None] = {}
    published: dict[int, None] = {}
    capabilities: dict[int, None] = {}
    for row in rows:
        if row.verb in _SCENARIOS:
            scenarios[int(row.payload["scenario_id"])] = None
        if row.verb == facts.ScenarioPublished.verb:
            published[int(row.payload["scenario_id"])] = None
        if row.verb in _CAPABILITIES:
            capabilities[int(row.payload["capability_id"])] = None
    return Touched(tuple(scenarios), tuple(published), tuple(capabilities))


def cities_of(touched: Touched) -> set[int]:
    """The cities of what changed."""
    ids = Scenario.objects.filter(pk__in=touched.scenarios).values_list("city_id", flat=True)
    able = Capability.objects.filter(pk__in=touched.capabilities, city__isnull=False)
    return {*ids, *able.values_list("city_id", flat=True)}


def match_scenario(pk: int, *, today: date) -> Matched:
    """One scenario anew; one that takes no supplier any longer has none."""
    scenario = wanting().filter(pk=pk).first()
    demand = demand_of(scenario, today=today) if scenario else None
    if scenario is None or demand is None or demand.closed:
        return Matched(pk, Verdict.NONE, ())
    able = able_for(demand, knowledge_of(scenario.city), besides=(), today=today)
    pairs = tuple(_pair(one) for one in able.suppliers)
    verdict = pairs[0].verdict if pairs else Verdict.NONE
    return Matched(pk, verdict, _kept(pairs))


def match_supplier(organisation: Organisation, *, today: date) -> list[tuple[int, Pair]]:
    """One supplier anew: the scenarios that fit it, best first."""
    fitting = fitting_for(supplies_of(organisation), knowledge_of(organisation.city), today=today)
    return [
        (
            fit.scenario.pk,
            Pair(
                organisation.pk,
                fit.capability.pk if fit.capability else None,
                fit.match,
                fit.verdict,
            ),
        )
        for fit in fitting.fits[:KEPT]
        if fit.verdict is not Verdict.NONE
    ]


def _pair(one: Supplier) -> Pair:
    capability = one.capability.pk if one.capability else None
    return Pair(one.organisation.pk, capability, one.match, one.verdict)


def _kept(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """As many as are kept, and the nearest where none is a match."""
    return tuple(
        pair
        for rank, pair in enumerate(pairs[:KEPT])
        if pair.verdict is not Verdict.NONE or rank < NEAREST
    )


def suppliers_of(touched: Touched) -> set[int]:
    """The organisations whose capabilities changed."""
    found = Capability.objects.filter(pk__in=touched.capabilities)
    return set(found.values_list("organisation_id", flat=True))
