"""The assessed report: a draft is kept, files are added or taken out, the whole is handed in."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.evaluation.facts.subjects import ReportHandedIn
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Subject, SubjectPaper
from citystage.stages.evaluation.states.exercises import HAND_IN_REPORT
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_subject
from citystage.stages.evaluation.yearly.papers import keep_papers
from citystage.stages.evaluation.yearly.reporting import BadReport, Written, keep_words, lacking
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection.evidence import Evidence

_COLUMNS = ("words", "overview", "links", "version")


@transaction.atomic(durable=True)
def save_own_report(
    subject: Subject,
    *,
    written: Written,
    files: Sequence[Evidence],
    version: int,
    stamp: Stamp,
) -> Subject:
    """Keep what is written so far; ``version`` is what the page was drawn with."""
    return _keep(_open(subject, stamp), written, files, version, stamp)


@transaction.atomic(durable=True)
def hand_in_own_report(
    subject: Subject,
    *,
    written: Written,
    files: Sequence[Evidence],
    version: int,
    stamp: Stamp,
) -> Subject:
    """Keep it and hand it in; a late one is taken until scoring begins, and said by how much."""
    stamp = at_the_act(stamp)
    locked = _keep(_open(subject, stamp), written, files, version, stamp)
    if lacks := lacking(locked):
        raise BadReport(lacks)
    locked.handed_in_at = stamp.at
    locked.save(update_fields=["handed_in_at"])
    late = locked.late
    told = ReportHandedIn(
        subject_id=locked.pk,
        exercise_id=locked.exercise_id,
        late=int(late.total_seconds()) if late else 0,
    )
    advance(locked, HAND_IN_REPORT, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def remove_own_paper(paper: SubjectPaper, *, stamp: Stamp) -> SubjectPaper:
    """Take a file out of a self-report that is still a draft."""
    _open(paper.subject, stamp)
    locked = SubjectPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.kind == SubjectPaper.Kind.REPORT and locked.removed_at is None:
        locked.removed_at = stamp.at
        locked.save(update_fields=["removed_at"])
    return locked


def _open(subject: Subject, stamp: Stamp) -> Subject:
    locked = lock_subject(subject.pk)
    rules.may_report(stamp.actor, locked).enforce()
    return locked


def _keep(
    subject: Subject, written: Written, files: Sequence[Evidence], version: int, stamp: Stamp
) -> Subject:
    if subject.version != version:
        raise Outrun(_("This self-report was changed meanwhile. Look at it first."))
    keep_words(subject, written)
    subject.version += 1
    subject.save(update_fields=_COLUMNS)
    keep_papers(subject, SubjectPaper.Kind.REPORT, files, stamp)
    return subject
