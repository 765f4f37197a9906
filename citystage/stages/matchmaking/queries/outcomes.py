"""What had been shown of the pairs something became of: the ground a re-ranker learns on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_JOIN = """
SELECT shown.scenario_id, shown.organisation_id, told.kind, told.at,
       min(shown.at), min(shown.rank), max(shown.score)
FROM (
    SELECT page.at, each.scenario_id, each.organisation_id, each.score, each.rank
    FROM matchmaking_showing page,
         unnest(page.scenarios, page.organisations, page.scores)
             WITH ORDINALITY AS each (scenario_id, organisation_id, score, rank)
) shown
JOIN matchmaking_outcome told USING (scenario_id, organisation_id)
WHERE shown.at <= told.at
GROUP BY shown.scenario_id, shown.organisation_id, told.kind, told.at
ORDER BY told.at, shown.scenario_id, shown.organisation_id
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """An outcome of a pair that had been shown: first when, at best on which rank and score."""

    scenario_id: int
    organisation_id: int
    kind: str
    at: datetime
    shown_at: datetime
    rank: int
    # Thousandths.
    score: int


def joined() -> list[Joined]:
    """Outcomes of shown pairs, the oldest first; what was shown only afterwards tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN)
        return [Joined(*row) for row in cursor.fetchall()]
