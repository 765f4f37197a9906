"""When each scenario reached each step between suggestion and landing, counted in one statement.

Read from the tables of the stages (decision 0017), never from the ledger: its rows are many and
its words are for people. A sealed answer counts once its seal is off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.stages.catalogue.models import Scenario


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``sql`` gives (scenario_id, at)."""

    code: str
    label: str | Promise
    sql: str


# The best fitting supplier of each scenario, since the match that first found it.
_SUGGESTED = """
SELECT found.scenario_id, coalesce(run.made_at, found.changed_at) AS at
FROM matchmaking_suggestion found LEFT JOIN matchmaking_run run ON run.id = found.first_run_id
WHERE found.current AND found.rank = 1 AND found.verdict <> 'none'"""
_INTEREST = "SELECT scenario_id, min(begun_at) AS at FROM docking_introduction GROUP BY 1"
_ANSWERED = """
SELECT opening.scenario_id, min(answer.submitted_at) AS at
FROM docking_answer answer JOIN docking_opening opening ON opening.id = answer.opening_id
WHERE answer.submitted_at IS NOT NULL AND answer.state NOT IN ('draft', 'withdrawn')
  AND NOT (opening.sealed AND opening.closes_at > now())
GROUP BY 1"""
# At an event it was shown at; by a talk one to one of its owner with an organisation that answered
# it or was introduced; or when a company came to show what it offers.
_MET = """
SELECT met.scenario_id, min(met.at) AS at
FROM (
  SELECT shown.scenario_id, event.starts_at AS at
  FROM events_event_scenarios shown JOIN events_event event ON event.id = shown.event_id
  WHERE event.state IN ('published', 'held')
  UNION ALL
  SELECT answer_to.scenario_id, answer.show_at
  FROM docking_answer answer JOIN docking_opening answer_to ON answer_to.id = answer.opening_id
  WHERE answer.show_accepted
  UNION ALL
  SELECT tied.scenario_id, day.first_at
    + make_interval(mins => talk.slot::int * (day.slot_minutes + day.pause_minutes))
  FROM events_meeting talk
  JOIN events_meetingplan plan ON plan.id = talk.plan_id AND plan.state = 'published'
  JOIN events_meetingday day ON day.id = plan.day_id
  JOIN events_event event ON event.id = day.event_id AND event.state IN ('published', 'held')
  JOIN events_attendance sits ON sits.id = talk.demand_id
  JOIN events_place demand ON demand.id = sits.place_id
  JOIN events_attendance comes ON comes.id = talk.supply_id
  JOIN events_place supply ON supply.id = comes.place_id
  JOIN (
    SELECT scenario_id, organisation_id FROM docking_introduction WHERE state = 'introduced'
    UNION
    SELECT asked.scenario_id, given.organisation_id
    FROM docking_answer given JOIN docking_opening asked ON asked.id = given.opening_id
    WHERE given.submitted_at IS NOT NULL AND given.state NOT IN ('draft', 'withdrawn')
      AND NOT (asked.sealed AND asked.closes_at > now())
  ) tied ON tied.organisation_id = supply.organisation_id
  JOIN catalogue_scenario wanted
    ON wanted.id = tied.scenario_id AND wanted.owner_id = demand.organisation_id
  WHERE talk.cancelled_at IS NULL
) met
WHERE met.at <= now()
GROUP BY 1"""
_INTENDED = """
SELECT scenario_id, min(noted_on)::timestamptz AS at FROM docking_intent
WHERE scenario_id IS NOT NULL GROUP BY 1"""
_AGREED = """
SELECT scenario_id, min(signed_on)::timestamptz AS at FROM docking_agreement
WHERE scenario_id IS NOT NULL GROUP BY 1"""

# Told by the later stages (``actions.note_progress``).
_TRIED = """
SELECT scenario_id, min(at) AS at FROM docking_progress
WHERE step = 'trial' AND taken_back_at IS NULL GROUP BY 1"""
_LANDED = """
SELECT scenario_id, min(at) AS at FROM docking_progress
WHERE step = 'landed' AND taken_back_at IS NULL GROUP BY 1"""

STEPS: Final = (
    Step("suggestion", pgettext_lazy("funnel", "Suggestion"), _SUGGESTED),
    Step("interest", pgettext_lazy("funnel", "Interest"), _INTEREST),
    Step("answer", pgettext_lazy("funnel", "Answer"), _ANSWERED),
    Step("meeting", pgettext_lazy("funnel", "Meeting"), _MET),
    Step("intent", pgettext_lazy("funnel", "Intent"), _INTENDED),
    Step("agreement", pgettext_lazy("funnel", "Agreement"), _AGREED),
    Step("trial", pgettext_lazy("funnel", "Trial"), _TRIED),
    Step("landing", pgettext_lazy("funnel", "Landing"), _LANDED),
)

_BROKERED = """
SELECT scenario_id, introducer_id::text FROM docking_introduction WHERE introducer_id IS NOT NULL
UNION SELECT scenario_id, broker_id::text FROM docking_intent
WHERE broker_id IS NOT NULL AND scenario_id IS NOT NULL
UNION SELECT scenario_id, broker_id::text FROM docking_agreement
WHERE broker_id IS NOT NULL AND scenario_id IS NOT NULL"""

# By what the funnel is cut: (scenario_id, key) of each.
DIMENSIONS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "field": (_("Field"), "SELECT id, field_id::text FROM catalogue_scenario"),
    "district": (_("District"), "SELECT id, district_id::text FROM catalogue_scenario"),
    "department": (
        _("Department"),
        "SELECT id, lead_department_id::text FROM catalogue_scenario",
    ),
    "owner": (_("Owner"), "SELECT id, nullif(owner_name, '') FROM catalogue_scenario"),
    "event": (_("Event"), "SELECT scenario_id, event_id::text FROM events_event_scenarios"),
    "broker": (
        _("Broker"),
        _BROKERED,
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the funnel: how many scenarios, how many reached each step, and how long.

    ``reached`` and ``took`` run along ``STEPS``; ``took`` is the median time since the step before
    it that the same scenario had reached, None where there is none.
    """

    key: str | None
    total: int
    reached: tuple[int, ...]
    took: tuple[timedelta | None, ...]


def measured(scenarios: QuerySet[Scenario], *, by: str) -> tuple[Line, list[Line]]:
    """The whole and the parts by a dimension of ``DIMENSIONS``, the larger first. One statement."""
    try:
        base, values = scenarios.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:  # nothing is within reach: there is no statement to ask
        return Line(None, 0, (0,) * len(STEPS), (None,) * len(STEPS)), []
    with connection.cursor() as cursor:
        cursor.execute(_statement(base, DIMENSIONS[by][1]), values)
        rows = cursor.fetchall()
    lines = [_line(row[1:]) for row in rows]
    whole = next(line for row, line in zip(rows, lines, strict=True) if row[0])
    parts = [line for row, line in zip(rows, lines, strict=True) if not row[0] and line.key]
    return whole, sorted(parts, key=lambda line: (-line.total, line.key or ""))


def _line(row: Sequence[object]) -> Line:
    key, total, *rest = row
    reached = tuple(int(str(number)) for number in rest[: len(STEPS)])
    took = tuple(
        None if seconds is None else timedelta(seconds=float(str(seconds)))
        for seconds in rest[len(STEPS) :]
    )
    return Line(None if key is None else str(key), int(str(total)), reached, took)


def _statement(base: str, dimension: str) -> str:
    """Names and constants of this module only; what people typed stays in the parameters."""
    joins = " ".join(
        f"LEFT JOIN ({step.sql}) {step.code} ON {step.code}.scenario_id = base.id" for step in STEPS
    )
    moments = ", ".join(f"{step.code}.at AS {step.code}" for step in STEPS)
    figures = ", ".join([*(f"count({step.code})" for step in STEPS), *_medians()])
    return (
        f"WITH base AS ({base}), reached AS MATERIALIZED (SELECT base.id, {moments}"  # noqa: S608 -- constants
        f" FROM base {joins}) SELECT true, NULL::text, count(*), {figures} FROM reached"
        f" UNION ALL SELECT false, part.key, count(*), {figures} FROM reached"
        f" JOIN ({dimension}) part (scenario_id, key) ON part.scenario_id = reached.id"
        " GROUP BY part.key"
    )


def _medians() -> list[str]:
    """For each step the median since the nearest earlier one that was reached before it."""
    found = ["NULL::float"]
    for number in range(1, len(STEPS)):
        code = STEPS[number].code
        since = ", ".join(step.code for step in reversed(STEPS[:number]))
        spent = f"extract(epoch FROM {code} - coalesce({since}))"
        found.append(
            f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {spent})"
            f" FILTER (WHERE {code} >= coalesce({since}))"
        )
    return found
