"""An improvement: the lab hands in its proof, the office looks a second time."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.applying import checked, set_day, settle
from citystage.stages.evaluation.facts.assessments import ProofGiven
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.locking import lock_assessment
from citystage.stages.evaluation.models import Assessment, Paper
from citystage.stages.evaluation.standing import kept_away
from citystage.stages.evaluation.states.assessments import GIVE_PROOF
from citystage.stages.selection import evidence
from citystage.stages.selection.evidence import Evidence


class NoProof(Refusal):
    """A proof says what was improved."""

    status = 422


@transaction.atomic(durable=True)
def give_proof(
    assessment: Assessment, *, words: str, files: Sequence[Evidence], stamp: Stamp
) -> Assessment:
    """Say what was improved, with files; a late proof is taken as long as nobody has decided."""
    locked = lock_assessment(assessment.pk)
    rules.may_prove(stamp.actor, locked).enforce()
    if not words.strip():
        raise NoProof(_("Say what was improved, point by point."))
    evidence.check(files)
    locked.proof, locked.proved_at = worded(words), stamp.at
    locked.version += 1
    locked.save(update_fields=["proof", "proved_at", "version"])
    for file in files:
        paper = Paper(
            assessment=locked,
            name=file.name[:200],
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            added_by_id=stamp.actor.person,
            added_at=stamp.at,
        )
        paper.file.save(file.name, ContentFile(file.content), save=False)
        paper.save()
    told = ProofGiven(assessment_id=locked.pk, lab_id=locked.lab_id)
    advance(locked, GIVE_PROOF, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def look_again(
    assessment: Assessment, *, outcome: str, reason: str, improve_by: date | None, stamp: Stamp
) -> Assessment:
    """The second look: keep, give another day, or withdraw; in effect at once."""
    locked = lock_assessment(assessment.pk)
    away = kept_away(stamp.actor.user_id, locked.lab)
    chosen = Assessment.Outcome(outcome)
    rules.may_look_again(stamp.actor, locked, chosen, away, stamp.at).enforce()
    words = worded(reason)
    day = checked(chosen, improve_by, timezone.localdate(stamp.at))
    locked.second_look, locked.outcome = words, chosen
    locked.save(update_fields=["second_look", "outcome"])
    if day is not None:
        set_day(locked, day)
    settle(locked, chosen, reason=words, stamp=stamp)
    return locked
