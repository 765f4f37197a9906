"""Certificates and files behind an essential of an answer."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.docking import closing
from citystage.stages.docking.facts.members import PaperAdded, PaperDropped
from citystage.stages.docking.models import Answer, AnswerPaper
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import asked_of, locked, writes
from citystage.stages.selection.evidence import Evidence, check

MOST_FILES = 20


@transaction.atomic(durable=True)
def add_paper(answer: Answer, *, essential: str, file: Evidence, stamp: Stamp) -> AnswerPaper:
    """Put a file behind an essential. Raises ``WrongFile`` for what is not taken."""
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    writer = writes(held, stamp.actor)
    rules.may_write(held, opening, writer=writer, moment=stamp.at).enforce()
    if essential not in asked_of(opening).keys:
        raise NotFound(_("There is no such essential."))
    check([file])
    digest = hashlib.sha256(file.content).hexdigest()
    standing = held.papers.filter(dropped_at__isnull=True)
    if same := standing.filter(essential=essential, sha256=digest).first():
        return same
    if standing.count() >= MOST_FILES:
        raise Refusal(_("At most %(number)d files can be given.") % {"number": MOST_FILES})
    paper = AnswerPaper(
        answer=held,
        essential=essential,
        name=file.name[:200],
        size=len(file.content),
        sha256=digest,
        added_by_id=stamp.actor.user_id,
        added_at=stamp.at,
    )
    paper.file.save(file.name, ContentFile(file.content), save=False)
    paper.save()
    fact = PaperAdded(answer_id=held.pk, paper_id=paper.pk, sha256=digest)
    journal.record(fact, subject=held, stamp=stamp)
    return paper


@transaction.atomic(durable=True)
def drop_paper(answer: Answer, *, paper_id: int, stamp: Stamp) -> None:
    """Take a file out of the draft; what was handed in before keeps it."""
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    writer = writes(held, stamp.actor)
    rules.may_write(held, opening, writer=writer, moment=stamp.at).enforce()
    paper = held.papers.filter(pk=paper_id, dropped_at__isnull=True).first()
    if paper is None:
        return
    paper.dropped_at = stamp.at
    paper.save(update_fields=["dropped_at"])
    fact = PaperDropped(answer_id=held.pk, paper_id=paper.pk)
    journal.record(fact, subject=held, stamp=stamp)
