"""Self-reports close: figures are kept as they are, conflicts are looked for, sheets are made."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.exercises import ScoringBegun
from citystage.stages.evaluation.facts.subjects import ReportMissed
from citystage.stages.evaluation.models import Examiner, Exercise, MarkSheet, Subject
from citystage.stages.evaluation.queries.year_figures import read_all
from citystage.stages.evaluation.states.exercises import (
    BEGIN_SCORING,
    MISS,
    MarkState,
    SubjectState,
)
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import WITH, lock_exercise
from citystage.stages.evaluation.yearly.sharing import Chosen, shared_out
from citystage.stages.evaluation.yearly.standing import tied

_OUT = (SubjectState.ASKED, SubjectState.RETURNED)


class NotClosed(Refusal):
    """Reports are still to come or to be checked, or assessors are missing."""


@transaction.atomic(durable=True)
def begin_scoring(exercise: Exercise, *, stamp: Stamp) -> Exercise:
    """Whoever has not handed in by now goes on without a self-report.

    Raises ``NotClosed`` while one handed in is unchecked, or the last day of one has not passed.
    """
    locked = lock_exercise(exercise.pk)
    rules.may_begin_scoring(stamp.actor, locked).enforce()
    rows = Subject.objects.select_for_update(of=("self",)).filter(exercise=locked)
    subjects = list(rows.exclude(state=SubjectState.DROPPED).select_related(*WITH).order_by("pk"))
    _check(locked, subjects, stamp)
    sheets = _sheets(locked, subjects, stamp)
    _keep_figures(locked, subjects)
    MarkSheet.objects.bulk_create(sheets)
    for one in subjects:
        if one.state in _OUT:
            told = ReportMissed(subject_id=one.pk, exercise_id=locked.pk)
            advance(one, MISS, fact=told, stamp=stamp)
    locked.scoring_at = stamp.at
    locked.save(update_fields=["scoring_at"])
    advance(locked, BEGIN_SCORING, fact=ScoringBegun(exercise_id=locked.pk), stamp=stamp)
    return locked


def _check(exercise: Exercise, subjects: list[Subject], stamp: Stamp) -> None:
    unchecked = [one for one in subjects if one.state == SubjectState.HANDED_IN]
    if unchecked:
        words = ngettext(
            "%d self-report is not checked yet.",
            "%d self-reports are not checked yet.",
            len(unchecked),
        )
        raise NotClosed(words % len(unchecked))
    waiting = [one for one in subjects if one.state in _OUT and one.side_id is not None]
    if waiting and stamp.at < exercise.report_until:
        words = _("“%(name)s” and perhaps others still have time for their self-report.")
        raise NotClosed(words % {"name": waiting[0].label})
    if stamp.at >= exercise.score_until:
        raise NotClosed(_("The last day for marks has passed; set another."))


def _keep_figures(exercise: Exercise, subjects: list[Subject]) -> None:
    """From here on a figure counted anew changes nothing in this assessment."""
    found = read_all(exercise, subjects)
    for one in subjects:
        one.figures = {code: read.as_kept() for (pk, code), read in found.items() if pk == one.pk}
    Subject.objects.bulk_update(subjects, ["figures"])


def _sheets(exercise: Exercise, subjects: list[Subject], stamp: Stamp) -> list[MarkSheet]:
    terms = exercise.read_terms()
    if not terms.judged:
        return []
    examiners = list(exercise.examiners.select_related("expert__employer", "user").order_by("pk"))
    ties = tied(
        exercise.city,
        subjects,
        examiners,
        bars=terms.common.bars,
        today=timezone.localdate(stamp.at),
    )
    barred = {pair for pair, tie in ties.items() if tie.bars}
    _have_enough(exercise, subjects, examiners, barred)
    shares = _shares(exercise, subjects, examiners, barred)
    made = []
    for subject in subjects:
        for examiner in examiners:
            pair = subject.pk, examiner.pk
            if shares is not None and pair not in shares and pair not in barred:
                continue
            state = MarkState.BARRED if pair in barred else MarkState.OPEN
            sheet = MarkSheet(subject=subject, examiner=examiner, state=state)
            if tie := ties.get(pair):
                sheet.tie, sheet.path = tie.kind, tie.path
            if shares is not None and pair in shares:
                sheet.chosen = shares[pair].as_kept()
            made.append(sheet)
    return made


def _have_enough(
    exercise: Exercise,
    subjects: list[Subject],
    examiners: list[Examiner],
    barred: set[tuple[int, int]],
) -> None:
    need = max(exercise.read_terms().common.least_sheets, exercise.sheets_each or 0)
    for subject in subjects:
        free = sum((subject.pk, one.pk) not in barred for one in examiners)
        if free < need:
            told = {"name": subject.label, "have": free, "need": need}
            raise NotClosed(
                _(
                    "“%(name)s” has %(have)d assessors without a conflict; %(need)d are needed."
                    " Choose more assessors, or take it out."
                )
                % told
            )


def _shares(
    exercise: Exercise,
    subjects: list[Subject],
    examiners: list[Examiner],
    barred: set[tuple[int, int]],
) -> dict[tuple[int, int], Chosen] | None:
    """Who marks what where few mark each; None where everybody marks everybody."""
    if exercise.sheets_each is None or not subjects:
        return None
    found = shared_out(subjects, examiners, each=exercise.sheets_each, barred=barred)
    if found is None:
        raise NotClosed(
            _("What assessors take together is too little for all subjects. Choose more assessors.")
        )
    return found
