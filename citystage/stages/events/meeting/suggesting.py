"""Who fits whom among the participants: current suggestions of matching, read for the day."""

from dataclasses import dataclass

from citystage.stages.catalogue.models import Scenario
from citystage.stages.events.models import Attendance, MeetingDay, Place
from citystage.stages.events.states.places import PlaceState
from citystage.stages.matchmaking.models import Judgement, Suggestion
from citystage.stages.matchmaking.states import OUT


@dataclass(frozen=True, slots=True)
class Suggested:
    """A buyer's scenario and a supplier that fits it, both at the event."""

    demand: Attendance
    supply: Attendance
    scenario: Scenario
    score: float


def suggested(day: MeetingDay) -> list[Suggested]:
    """The best suggestion of each pair, the best first; what people put aside is left out."""
    found = day.attendances.filter(
        place__state=PlaceState.CONFIRMED, place__organisation__isnull=False
    )
    people = list(found.select_related("place__organisation"))
    demand = {
        one.place.organisation_id: one for one in people if one.place.side == Place.Side.DEMAND
    }
    supply = {
        one.place.organisation_id: one for one in people if one.place.side == Place.Side.SUPPLY
    }
    rows = Suggestion.objects.filter(
        current=True,
        verdict__in=("match", "weak"),
        organisation_id__in=[pk for pk in supply if pk],
        scenario__in=Scenario.objects.public(),
        scenario__owner_id__in=[pk for pk in demand if pk],
    )
    aside = set(
        Judgement.objects.filter(kind__in=OUT, scenario__owner_id__in=demand).values_list(
            "scenario_id", "organisation_id"
        )
    )
    best: dict[tuple[int, int], Suggested] = {}
    for row in rows.select_related("scenario").order_by("-score", "pk"):
        if (row.scenario_id, row.organisation_id) in aside:
            continue
        one, other = demand[row.scenario.owner_id], supply[row.organisation_id]
        best.setdefault((one.pk, other.pk), Suggested(one, other, row.scenario, row.score))
    return list(best.values())
