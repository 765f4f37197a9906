"""What had been shown of the pairs something became of: the ground a re-ranker learns on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from citystage.foundation.tenancy.models import Unit

_JOIN = """
SELECT DISTINCT ON (told.at, shown.scenario_id, shown.organisation_id, told.kind)
       shown.scenario_id, shown.organisation_id, told.kind, told.at,
       min(shown.at) OVER pair, min(shown.rank) OVER pair, shown.score, shown.rank, shown.parts
FROM (
    SELECT page.id, page.at, page.parts,
           each.scenario_id, each.organisation_id, each.score, each.rank
    FROM matchmaking_showing page,
         unnest(page.scenarios, page.organisations, page.scores)
             WITH ORDINALITY AS each (scenario_id, organisation_id, score, rank)
) shown
JOIN matchmaking_outcome told USING (scenario_id, organisation_id)
JOIN catalogue_scenario scenario ON scenario.id = told.scenario_id
WHERE shown.at <= told.at AND scenario.city_id = %s
WINDOW pair AS (PARTITION BY shown.scenario_id, shown.organisation_id, told.kind)
ORDER BY told.at, shown.scenario_id, shown.organisation_id, told.kind, shown.at DESC, shown.id DESC
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """An outcome of a pair that had been shown: first when, at best on which rank.

    ``score`` (thousandths) and ``parts`` (points of 100) are those of the last time before the
    outcome: nothing of what was learned later is in them.
    """

    scenario_id: int
    organisation_id: int
    kind: str
    at: datetime
    shown_at: datetime
    rank: int
    score: int
    parts: Mapping[str, int | None]


def joined(city: Unit) -> list[Joined]:
    """Outcomes of shown pairs, the oldest first; what was shown only afterwards tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [city.pk])
        rows = cursor.fetchall()
    return [Joined(*(*row[:-2], _parts(row[-1], row[-2]))) for row in rows]


def _parts(kept: str, rank: int) -> dict[str, int | None]:
    columns: dict[str, list[int | None]] = json.loads(kept)
    return {code: values[rank - 1] for code, values in columns.items()}
