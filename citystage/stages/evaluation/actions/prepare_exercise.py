"""A yearly assessment is prepared: from a template, its dates, the assessed, the assessors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.exercises import ExerciseChanged, ExercisePrepared
from citystage.stages.evaluation.keeping import Outrun, end_of
from citystage.stages.evaluation.models import Examiner, Exercise, Weighting
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_exercise
from citystage.stages.evaluation.yearly.subjects import candidates, made, source_id
from citystage.stages.evaluation.yearly.templates import templates_of
from citystage.stages.selection.models import Expert


class CannotPrepare(Refusal):
    """A date, a subject or a person that cannot be part of it."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The last days of the three steps; each ends with its day."""

    report_by: date
    check_by: date
    score_by: date


@transaction.atomic(durable=True)
def prepare_exercise(  # noqa: PLR0913 -- the parts of one beginning
    city: Unit, *, template: str, year: int, title: str, schedule: Schedule, stamp: Stamp
) -> Exercise:
    """Begin one by a template, with its weights; those of the pack count every criterion alike."""
    rules.may_manage(stamp.actor, city).enforce()
    offered = next((one for one in templates_of(city) if one.template.code == template), None)
    if offered is None:
        raise CannotPrepare(_("This city has no such template."))
    chosen = offered.template
    exercise = Exercise(
        city=city,
        kind=Exercise.Kind(chosen.subject),
        year=year,
        title=title,
        terms=offered.terms.model_dump(mode="json"),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    _set_days(exercise, schedule)
    exercise.save()
    Weighting.objects.create(
        exercise=exercise,
        number=1,
        weights=offered.weights,
        equal=len(set(offered.weights.values())) == 1,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    journal.record(ExercisePrepared(exercise_id=exercise.pk), subject=exercise, stamp=stamp)
    return exercise


@transaction.atomic(durable=True)
def change_exercise(
    exercise: Exercise, *, title: str, schedule: Schedule, version: int, stamp: Stamp
) -> Exercise:
    """Another title, other days; ``version`` is what the page was drawn with."""
    locked = lock_exercise(exercise.pk)
    rules.may_reschedule(stamp.actor, locked).enforce()
    if locked.version != version:
        raise Outrun(_("Somebody changed this assessment meanwhile; look again."))
    locked.title = title
    _set_days(locked, schedule)
    locked.save(update_fields=["title", "report_until", "check_until", "score_until"])
    return _changed(locked, stamp)


@transaction.atomic(durable=True)
def choose_subjects(exercise: Exercise, *, chosen: Iterable[int], stamp: Stamp) -> Exercise:
    """These, by their numbers among their kind, and no others, are assessed."""
    locked = lock_exercise(exercise.pk)
    rules.may_prepare(stamp.actor, locked).enforce()
    known = {one.pk: one for one in candidates(locked)}
    wanted = set(chosen)
    if strangers := wanted - set(known):
        raise CannotPrepare(_("%d of those chosen cannot be assessed here.") % len(strangers))
    have = {source_id(one): one for one in locked.subjects.all()}
    for pk, one in have.items():
        if pk not in wanted:
            one.delete()
    for pk in (pk for pk in known if pk in wanted and pk not in have):
        made(locked, known[pk]).save()
    return _changed(locked, stamp)


@transaction.atomic(durable=True)
def choose_examiners(
    exercise: Exercise, *, experts: Iterable[Expert], officers: Iterable[User], stamp: Stamp
) -> Exercise:
    """These people, and no others, give marks; experts need an account to sign in with."""
    locked = lock_exercise(exercise.pk)
    rules.may_choose_examiners(stamp.actor, locked).enforce()
    wanted: dict[int, Expert | None] = {one.pk: None for one in officers}
    for expert in experts:
        if expert.user_id is None:
            raise CannotPrepare(_("%s has no account yet.") % expert.name)
        wanted[expert.user_id] = expert
    locked.examiners.exclude(user__in=wanted).delete()
    have = set(locked.examiners.values_list("user_id", flat=True))
    for user_id, known in wanted.items():
        if user_id not in have:
            Examiner.objects.create(exercise=locked, user_id=user_id, expert=known)
    return _changed(locked, stamp)


def _set_days(exercise: Exercise, schedule: Schedule) -> None:
    if not schedule.report_by <= schedule.check_by <= schedule.score_by:
        raise CannotPrepare(_("The steps follow one another: report, check, scoring."))
    exercise.report_until = end_of(schedule.report_by)
    exercise.check_until = end_of(schedule.check_by)
    exercise.score_until = end_of(schedule.score_by)


def _changed(exercise: Exercise, stamp: Stamp) -> Exercise:
    exercise.version += 1
    exercise.save(update_fields=["version"])
    told = ExerciseChanged(
        exercise_id=exercise.pk,
        subjects=exercise.subjects.count(),
        examiners=exercise.examiners.count(),
    )
    journal.record(told, subject=exercise, stamp=stamp)
    return exercise
