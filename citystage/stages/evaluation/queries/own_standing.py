"""What the assessed see of their own figures: their own numbers alone, with where they open."""

from dataclasses import dataclass

from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Exercise, Subject
from citystage.stages.evaluation.queries.figures import open_to
from citystage.stages.evaluation.queries.year_figures import SPLIT, read_all
from citystage.stages.evaluation.states.exercises import LIVE
from citystage.stages.evaluation.yearly.reads import Read, kept


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of one's own; ``by`` and ``key`` name the part of the city's figure, if it is one.

    ``opens``: whether this reader may read the figure behind it.
    """

    measure: Measure
    read: Read
    by: str = ""
    key: str = ""
    opens: bool = True


def own_standing(actor: Actor, subject: Subject) -> list[Standing]:
    """As the figures stand now; from scoring on as they were kept for it."""
    exercise = subject.exercise
    measures = [one for one in exercise.read_terms().measures if one.kind == "figure"]
    if not measures:
        return []
    live = read_all(exercise, [subject], measures) if exercise.state in LIVE else None
    by, key = SPLIT.get(Exercise.Kind(exercise.kind), ""), subject.unit.code if subject.unit else ""
    known = {one.code for one in open_to(actor, exercise.city)} if by else set()
    return [
        Standing(
            one,
            kept(subject, one.code)
            if live is None
            else live.get((subject.pk, one.code), Read(None)),
            by,
            key,
            opens=not by or one.indicator in known,
        )
        for one in measures
    ]
