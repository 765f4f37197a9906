"""The assessed reply to their result; the office says what it makes of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.stages.evaluation.facts.subjects import ReplyAnswered, ReplyGiven
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.models import Subject, SubjectPaper
from citystage.stages.evaluation.states.exercises import REPLY
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_subject
from citystage.stages.evaluation.yearly.papers import keep_papers
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection.evidence import Evidence


@transaction.atomic(durable=True)
def reply_to_result(
    subject: Subject, *, words: str, files: Sequence[Evidence], stamp: Stamp
) -> Subject:
    """Once, within the days there are; with files if there are any."""
    stamp = at_the_act(stamp)
    locked = lock_subject(subject.pk)
    rules.may_reply(stamp.actor, locked, stamp.at).enforce()
    reply = worded(words)
    # A reply to results that were taken back stays readable, and its answer answers nothing here.
    if locked.reply:
        locked.former_replies = [*locked.former_replies, _as_former(locked)]
    locked.reply, locked.replied_at = reply, stamp.at
    locked.answer, locked.answered_at = "", None
    locked.version += 1
    columns = ["reply", "replied_at", "answer", "answered_at", "former_replies", "version"]
    locked.save(update_fields=columns)
    keep_papers(locked, SubjectPaper.Kind.REPLY, files, stamp)
    told = ReplyGiven(subject_id=locked.pk, exercise_id=locked.exercise_id)
    advance(locked, REPLY, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def answer_reply(subject: Subject, *, words: str, stamp: Stamp) -> Subject:
    """What the office makes of a reply; the letter says it too."""
    locked = lock_subject(subject.pk)
    rules.may_answer(stamp.actor, locked).enforce()
    locked.answer, locked.answered_at = worded(words), stamp.at
    locked.version += 1
    locked.save(update_fields=["answer", "answered_at", "version"])
    told = ReplyAnswered(subject_id=locked.pk, exercise_id=locked.exercise_id)
    journal.record(told, subject=locked, stamp=stamp)
    return locked


def _as_former(subject: Subject) -> dict[str, str]:
    return {
        "reply": subject.reply,
        "replied_at": _moment(subject.replied_at),
        "answer": subject.answer,
        "answered_at": _moment(subject.answered_at),
    }


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
