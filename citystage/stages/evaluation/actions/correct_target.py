"""The words of a target are put right, with the reason; its figure is revised instead."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.facts.plan import TargetCorrected
from citystage.stages.evaluation.models import Target
from citystage.stages.evaluation.plan_writing import (
    NotAPlan,
    PlanChangedMeanwhile,
    lock_target,
    reasoned,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a target is called, and what counts."""

    name: str
    name_en: str = ""
    unit: str
    unit_en: str = ""
    counts: str = ""
    counts_en: str = ""


@transaction.atomic(durable=True)
def correct_target(
    target: Target, *, words: Wording, reason: str, version: int, stamp: Stamp
) -> Target:
    """Raises ``NotAPlan`` without a name, a unit or a reason; what it said before stays told."""
    locked = lock_target(target)
    plan_rules.may_revise(stamp.actor, locked).enforce()
    if locked.words_version != version:
        raise PlanChangedMeanwhile(_("Somebody corrected the words of this target meanwhile."))
    if not (words.name.strip() and words.unit.strip()):
        raise NotAPlan(_("A target has a name and a unit."))
    changes = {
        name: [getattr(locked, name), value]
        for name, value in asdict(words).items()
        if getattr(locked, name) != value
    }
    told = TargetCorrected(
        target_id=locked.pk,
        plan_id=locked.plan_id,
        fields=changes,
        reason=reasoned(reason),
    )
    if not changes:
        return locked
    for name, (_before, now) in changes.items():
        setattr(locked, name, now)
    locked.words_version += 1
    locked.save(update_fields=[*changes, "words_version"])
    journal.record(told, subject=locked.plan, stamp=stamp)
    return locked
