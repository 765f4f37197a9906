"""Write what a match found: suggestions of scenarios, or of one supplier; shared by actions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from citystage.stages.matchmaking import plain
from citystage.stages.matchmaking.finding.whole_city import Matched, Pair
from citystage.stages.matchmaking.models import Run, Suggestion

_BATCH = 500
_WRITTEN = [
    "capability",
    "score",
    "verdict",
    "rank",
    "parts",
    "reasons",
    "missing",
    "last_run",
    "current",
    "changed_at",
]
# A run and whoever follows the catalogue take turns: their rows overlap in any order.
_LOCK = 0x4D41_5443_48  # "MATCH"
_RANKS = """
UPDATE matchmaking_suggestion kept SET rank = found.place FROM (
    SELECT id, row_number() OVER (PARTITION BY scenario_id ORDER BY score DESC, id) AS place
    FROM matchmaking_suggestion WHERE current AND scenario_id = ANY(%s)
) found WHERE kept.id = found.id AND kept.rank <> found.place
"""


def keep_scenarios(found: Sequence[Matched], *, run: Run | None, at: datetime) -> None:
    """Let exactly the pairs of ``found`` be current for its scenarios."""
    rows = [
        _row(one.scenario_id, pair, rank, run, at)
        for one in found
        for rank, pair in enumerate(one.pairs, start=1)
    ]
    if not found:
        return
    _one_at_a_time()
    ids = [one.scenario_id for one in found]
    Suggestion.objects.filter(scenario_id__in=ids, current=True).update(current=False)
    _write(rows)


def keep_supplier(organisation_id: int, found: Iterable[tuple[int, Pair]], *, at: datetime) -> None:
    """Let exactly ``found`` (scenario id, pair) be current for one supplier; ranks follow."""
    rows = [_row(scenario_id, pair, 1, None, at) for scenario_id, pair in found]
    _one_at_a_time()
    before = Suggestion.objects.filter(organisation_id=organisation_id, current=True)
    touched = {*before.values_list("scenario_id", flat=True), *(row.scenario_id for row in rows)}
    before.update(current=False)
    _write(rows)
    with connection.cursor() as cursor:
        cursor.execute(_RANKS, [sorted(touched)])


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write(rows: list[Suggestion]) -> None:
    Suggestion.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["scenario", "organisation"],
        update_fields=_WRITTEN,
    )


def _row(scenario_id: int, pair: Pair, rank: int, run: Run | None, at: datetime) -> Suggestion:
    return Suggestion(
        scenario_id=scenario_id,
        organisation_id=pair.organisation_id,
        capability_id=pair.capability_id,
        score=pair.match.score,
        verdict=pair.verdict,
        rank=rank,
        parts=plain.parts_of(pair.match),
        reasons=plain.reasons_of(pair.match),
        missing=plain.missing_of(pair.match),
        first_run=run,
        last_run=run,
        current=True,
        changed_at=at,
    )
