"""A round of assessments is prepared: its title, the labs, the light panel."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.assessments import (
    AssessmentCancelled,
    RoundCancelled,
    RoundChanged,
    RoundPrepared,
)
from citystage.stages.evaluation.keeping import FOLLOWED, valid_label, worded
from citystage.stages.evaluation.locking import lock_round
from citystage.stages.evaluation.models import Assessment, Assessor, Round
from citystage.stages.evaluation.ruling import need_terms
from citystage.stages.evaluation.states.assessments import (
    CANCEL_ASSESSMENT,
    CANCEL_ROUND,
    UNFINISHED,
    AssessmentState,
    RoundState,
)
from citystage.stages.selection.models import Expert


class CannotJoin(Refusal):
    """A lab or a person that cannot be part of the round."""


@transaction.atomic(durable=True)
def prepare_round(city: Unit, *, title: str, stamp: Stamp) -> Round:
    """Begin a round by the terms the city has today."""
    rules.may_follow(stamp.actor, city).enforce()
    made = Round.objects.create(
        city=city,
        title=title,
        terms=need_terms(city).assessing.model_dump(mode="json"),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    journal.record(RoundPrepared(round_id=made.pk), subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def choose_labs(round_: Round, *, labs: Iterable[Lab], stamp: Stamp) -> Round:
    """These labs, and no others, are assessed.

    Each has a recognition in force and no other assessment that is not finished.
    """
    locked = _preparing(round_, stamp)
    wanted = {lab.pk: lab for lab in labs}
    locked.assessments.exclude(lab__in=wanted).delete()
    have = set(locked.assessments.values_list("lab_id", flat=True))
    for pk in sorted(set(wanted) - have):
        _join(locked, wanted[pk])
    return _changed(locked, stamp)


@transaction.atomic(durable=True)
def choose_assessors(
    round_: Round, *, experts: Iterable[Expert], officers: Iterable[User], stamp: Stamp
) -> Round:
    """These people, and no others, assess; experts need an account to sign in with."""
    locked = _preparing(round_, stamp)
    wanted: dict[int, Expert | None] = {one.pk: None for one in officers}
    for expert in experts:
        if expert.user_id is None:
            raise CannotJoin(_("%s has no account yet.") % expert.name)
        wanted[expert.user_id] = expert
    locked.assessors.exclude(user__in=wanted).delete()
    have = set(locked.assessors.values_list("user_id", flat=True))
    for user_id, known in wanted.items():
        if user_id not in have:
            Assessor.objects.create(round=locked, user_id=user_id, expert=known)
    return _changed(locked, stamp)


@transaction.atomic(durable=True)
def cancel_round(round_: Round, *, reason: str, stamp: Stamp) -> Round:
    """Give it up, with why; its labs are free for another one."""
    locked = lock_round(round_.pk)
    rules.may_follow(stamp.actor, locked.city).enforce()
    words = worded(reason)
    advance(
        locked, CANCEL_ROUND, fact=RoundCancelled(round_id=locked.pk, reason=words), stamp=stamp
    )
    open_ones = locked.assessments.select_for_update().filter(state=AssessmentState.UNDERWAY)
    for one in open_ones.order_by("pk"):
        told = AssessmentCancelled(assessment_id=one.pk, lab_id=one.lab_id, reason=words)
        advance(one, CANCEL_ASSESSMENT, fact=told, stamp=stamp)
    return locked


def _preparing(round_: Round, stamp: Stamp) -> Round:
    locked = lock_round(round_.pk)
    rules.may_follow(stamp.actor, locked.city).enforce()
    if locked.state != RoundState.PREPARING:
        raise WrongState(_("Labs and assessors are chosen before the assessment opens."))
    return locked


def _join(round_: Round, lab: Lab) -> None:
    label = valid_label(lab)
    if label is None or lab.city_id != round_.city_id or lab.kind not in FOLLOWED:
        raise CannotJoin(_("“%s” has no recognition in force here.") % lab.label)
    if Assessment.objects.filter(lab=lab, state__in=UNFINISHED).exists():
        raise CannotJoin(_("“%s” has another assessment that is not finished.") % lab.label)
    Assessment.objects.create(round=round_, lab=lab, label=label)


def _changed(round_: Round, stamp: Stamp) -> Round:
    round_.version += 1
    round_.save(update_fields=["version"])
    told = RoundChanged(
        round_id=round_.pk, labs=round_.assessments.count(), assessors=round_.assessors.count()
    )
    journal.record(told, subject=round_, stamp=stamp)
    return round_
