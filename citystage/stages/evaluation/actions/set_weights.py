"""Weights are set: each setting is a version of its own, and the former ones stay on record."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.exercises import WeightsSet
from citystage.stages.evaluation.keeping import Outrun, worded
from citystage.stages.evaluation.models import Exercise, Weighting
from citystage.stages.evaluation.states.exercises import ExerciseState
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_exercise
from citystage.stages.selection.marking import read
from citystage.stages.selection.wording.lines import number as written

_MOST = 1000


class BadWeights(Refusal):
    """Weights that cannot be; ``errors`` says of which criterion what."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some weights cannot be taken as they are."))
        self.errors = dict(errors)


@transaction.atomic(durable=True)
def set_weights(
    exercise: Exercise, *, weights: Mapping[str, str], reason: str, number: int, stamp: Stamp
) -> Weighting:
    """``number``: of the weights the page was drawn with. Once scoring began it takes a reason.

    Raises ``BadWeights``, ``Outrun`` when somebody set others meanwhile.
    """
    locked = lock_exercise(exercise.pk)
    rules.may_weigh(stamp.actor, locked).enforce()
    latest = locked.weightings.order_by("-number").first()
    assert latest is not None
    if latest.number != number:
        raise Outrun(_("Somebody set other weights meanwhile; look again."))
    kept = _checked(locked, weights)
    words = worded(reason) if locked.state == ExerciseState.SCORING else reason.strip()
    made = Weighting.objects.create(
        exercise=locked,
        number=number + 1,
        weights=kept,
        equal=len(set(kept.values())) == 1,
        reason=words,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    told = WeightsSet(exercise_id=locked.pk, number=made.number, reason=words)
    journal.record(told, subject=locked, stamp=stamp)
    return made


def _checked(exercise: Exercise, weights: Mapping[str, str]) -> dict[str, str]:
    kept, errors = {}, {}
    for one in exercise.read_terms().measures:
        weight = read(str(weights.get(one.code, "")).strip())
        if weight is None or not 0 <= weight <= _MOST:
            errors[one.code] = _("A number from 0 to 1,000.")
        else:
            kept[one.code] = written(weight)
    if not errors and all(read(text) == 0 for text in kept.values()):
        errors = dict.fromkeys(kept, _("Some weight is above zero."))
    if errors:
        raise BadWeights(errors)
    return kept
