"""The institution writes down what it finds: items, conversations, what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.selection import evidence, investigating, standing
from citystage.stages.selection.evidence import Evidence
from citystage.stages.selection.facts.diligence import (
    DiligenceInterviewed,
    DiligenceItemAnswered,
    RedFlagRaised,
)
from citystage.stages.selection.investigating import (
    ChangedMeanwhile,
    NoWords,
    lock_diligence,
    version_of,
)
from citystage.stages.selection.models import Diligence, DiligenceAnswer, Interview, RedFlag
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.terms import DiligenceItem


class NoEvidence(Refusal):
    """The terms ask for a file here."""

    status = 422


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one item, and the files that show it."""

    finding: str
    words: str
    files: Sequence[Evidence] = ()


@transaction.atomic(durable=True)
def answer_item(
    diligence: Diligence, *, item: str, found: Found, version: str, stamp: Stamp
) -> DiligenceAnswer:
    """Answer one item of the checklist.

    ``version`` is the one of this answer that the page showed. Raises ``ChangedMeanwhile`` when
    another was faster, ``NoEvidence`` when the terms ask for a file and none is there.
    """
    evidence.check(found.files)
    locked = _writable(diligence, stamp)
    asked = _item(locked, item)
    answer = DiligenceAnswer.objects.filter(diligence=locked, item=item).first()
    if version != version_of(answer):
        raise ChangedMeanwhile(_("Somebody else of your institution has changed this item."))
    needed = asked.evidence and found.finding != DiligenceAnswer.Finding.NOT_APPLICABLE
    held = answer.papers.count() if answer else 0
    if needed and not found.files and not held:
        raise NoEvidence(_("The terms ask for a file as evidence here."))
    if held + len(found.files) > evidence.MOST_FILES:
        raise NoEvidence(
            _("At most %(number)d files can be given.") % {"number": evidence.MOST_FILES}
        )
    answer = answer or DiligenceAnswer(diligence=locked, item=item)
    answer.finding = DiligenceAnswer.Finding(found.finding)
    answer.words, answer.changed_at = found.words.strip(), stamp.at
    answer.save()
    evidence.keep(answer, found.files, stamp=stamp)
    investigating.touched(locked)
    told = DiligenceItemAnswered(
        diligence_id=locked.pk,
        candidacy_id=locked.candidacy_id,
        item=item,
        finding=answer.finding,
    )
    journal.record(told, subject=locked, stamp=stamp)
    return answer


@transaction.atomic(durable=True)
def add_interview(
    diligence: Diligence, *, held_on: date, with_whom: str, notes: str, stamp: Stamp
) -> Interview:
    """Write down one conversation or visit; none lies in the future."""
    locked = _writable(diligence, stamp)
    if held_on > investigating.today(stamp.at):
        raise NoWords(_("This day is still to come."))
    made = Interview.objects.create(
        diligence=locked,
        held_on=held_on,
        with_whom=with_whom,
        notes=notes,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    investigating.touched(locked)
    told = DiligenceInterviewed(
        diligence_id=locked.pk, candidacy_id=locked.candidacy_id, interview_id=made.pk
    )
    journal.record(told, subject=locked, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def raise_flag(
    diligence: Diligence, *, severity: str, words: str, item: str = "", stamp: Stamp
) -> RedFlag:
    """Say what speaks against the candidacy, and how much; it is never taken away."""
    locked = _writable(diligence, stamp)
    if not words.strip():
        raise NoWords(_("Say what speaks against it."))
    if item:
        _item(locked, item)
    made = RedFlag.objects.create(
        diligence=locked,
        item=item,
        severity=RedFlag.Severity(severity),
        words=words.strip(),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    investigating.touched(locked)
    told = RedFlagRaised(
        flag_id=made.pk,
        diligence_id=locked.pk,
        candidacy_id=locked.candidacy_id,
        severity=made.severity,
    )
    journal.record(told, subject=locked, stamp=stamp)
    return made


def _writable(diligence: Diligence, stamp: Stamp) -> Diligence:
    locked = lock_diligence(diligence)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_write(stamp.actor, locked, kept_away).enforce()
    return locked


def _item(diligence: Diligence, code: str) -> DiligenceItem:
    items = diligence.candidacy.programme.read_terms().diligence.items
    found = next((one for one in items if one.code == code), None)
    if found is None:
        raise NotFound(_("There is no such item on the checklist."))
    return found
