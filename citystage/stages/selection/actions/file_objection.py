"""Somebody objects to a noticed decision, or appeals against the answer."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.selection import evidence, objecting
from citystage.stages.selection.facts.decisions import ObjectionFiled
from citystage.stages.selection.locks import lock_candidacy, lock_notice, lock_objection
from citystage.stages.selection.models import Notice, Objection
from citystage.stages.selection.rules import objections as rules


@transaction.atomic(durable=True)
def file_objection(
    notice: Notice, *, candidacy_id: int, words: objecting.Words, receipt: str, stamp: Stamp
) -> Objection:
    """Object, by name or anonymously. The same receipt again is the same objection.

    The candidacy is locked: either the objection stands before it takes effect, or it came late.
    """
    evidence.check(words.evidence)
    candidacy = lock_candidacy(candidacy_id)
    if sent := Objection.objects.filter(receipt=receipt, candidacy=candidacy).first():
        return sent
    notice = lock_notice(notice.pk)
    rules.takes_this_way(notice, anonymous=words.anonymous).enforce(WrongState)
    rules.may_object(notice, candidacy, stamp.at).enforce(WrongState)
    made = objecting.enter(
        notice, candidacy.pk, words, receipt=receipt, appeal_of=None, stamp=stamp
    )
    _record(made, words, stamp)
    return made


@transaction.atomic(durable=True)
def appeal(
    objection: Objection, *, held: str, words: objecting.Words, receipt: str, stamp: Stamp
) -> Objection:
    """Appeal once with the receipt ``held``; the appeal has a receipt of its own."""
    evidence.check(words.evidence)
    objection, candidacy = lock_objection(objection)
    if sent := Objection.objects.filter(receipt=receipt, appeal_of=objection).first():
        return sent
    rules.is_receipt_of(objection, held).enforce()
    rules.may_appeal(objection, candidacy, stamp.at).enforce(WrongState)
    made = objecting.enter(
        objection.notice, candidacy.pk, words, receipt=receipt, appeal_of=objection, stamp=stamp
    )
    _record(made, words, stamp)
    return made


def _record(made: Objection, words: objecting.Words, stamp: Stamp) -> None:
    told = ObjectionFiled(
        objection_id=made.pk, candidacy_id=made.candidacy_id, notice_id=made.notice_id
    )
    journal.record(told, subject=made, stamp=objecting.hidden(words, stamp))
