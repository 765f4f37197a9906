"""Who can be assessed in a city: districts, departments, labs, scenarios; who answers for each."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab, Label, Scenario
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.keeping import FOLLOWED, seat_of
from citystage.stages.evaluation.models import Exercise, Subject

type Source = Unit | Lab | Scenario

# Scenarios of a city whose list is longer are assessed in parts.
MOST: Final = 300


def candidates(exercise: Exercise) -> list[Source]:
    """What can be assessed, in the order of the city's lists."""
    return list(_SOURCES[Exercise.Kind(exercise.kind)](exercise.city))[:MOST]


def made(exercise: Exercise, source: Source) -> Subject:
    """The row of one of them, not saved yet, with the name it has today."""
    subject = Subject(exercise=exercise, side=side_of(source))
    if isinstance(source, Unit):
        subject.unit, names = source, (source.name, source.name_en)
    elif isinstance(source, Lab):
        subject.lab, names = source, (source.name, source.name_en)
    else:
        subject.scenario, names = source, (source.title, source.title_en)
    subject.name, subject.name_en = names[0][:300], names[1][:400]
    return subject


def source_id(subject: Subject) -> int:
    """The number of what is assessed, among its kind."""
    found = subject.unit_id or subject.lab_id or subject.scenario_id
    assert found is not None
    return found


def side_of(source: Source) -> Unit | None:
    """The unit that reports: the unit itself, the lab's seat, the owner of the scenario."""
    if isinstance(source, Unit):
        return source
    if isinstance(source, Lab):
        return seat_of(source)
    if source.owner_unit is not None:
        return source.owner_unit
    return source.owner.seat if source.owner is not None else None


def _districts(city: Unit) -> Iterable[Source]:
    return Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT)


def _departments(city: Unit) -> Iterable[Source]:
    # The coordinating office holds the assessment; nobody marks it here.
    return Unit.objects.filter(city=city, kind=Unit.Kind.DEPARTMENT, coordinates=False)


def _labs(city: Unit) -> Iterable[Source]:
    valid = Label.objects.filter(city=city, state=LabelState.VALID).values("lab_id")
    rows = Lab.objects.filter(pk__in=valid, kind__in=FOLLOWED)
    along = ("application__owner_unit", "builder__seat")
    return rows.select_related(*along).order_by("-batch", "pk")


def _scenarios(city: Unit) -> Iterable[Source]:
    rows = Scenario.objects.public().filter(city=city)
    return rows.select_related("owner_unit", "owner__seat").order_by("-published_on", "-pk")[:MOST]


_SOURCES: Final[Mapping[str, Callable[[Unit], Iterable[Source]]]] = {
    Exercise.Kind.DISTRICT: _districts,
    Exercise.Kind.DEPARTMENT: _departments,
    Exercise.Kind.LAB: _labs,
    Exercise.Kind.SCENARIO: _scenarios,
}
