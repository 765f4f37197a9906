"""A promise is reported with evidence, accepted as kept or not, or dropped with its reason."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.docking import asking, promising, proofs
from citystage.stages.docking.facts.promises import (
    PromiseDropped,
    PromiseGiven,
    PromiseKept,
    PromiseNotDone,
    PromiseReported,
)
from citystage.stages.docking.models import Promise
from citystage.stages.docking.rules import promises as rules
from citystage.stages.docking.states.promises import ACCEPT, DROP, NOT_DONE, REPORT
from citystage.stages.selection.evidence import Evidence


@transaction.atomic(durable=True)
def report_promise(
    promise: Promise, *, words: str, evidence: Sequence[Evidence], stamp: Stamp
) -> Promise:
    """The giver says how it was kept, with files."""
    promise = promising.lock_promise(promise)
    rules.may_report(stamp.actor, promise).enforce(WrongState)
    promise.words, promise.reported_at = asking.needed(words), stamp.at
    promise.save(update_fields=["words", "reported_at"])
    proofs.keep(promise, evidence, stamp=stamp)
    advance(promise, REPORT, fact=PromiseReported(promise_id=promise.pk), stamp=stamp)
    said = gettext_noop("%(giver)s reports “%(what)s” as done. Accept it or say what is missing.")
    promising.say(promise, ("taker",), said, stamp, group=Group.TASK)
    return promise


@transaction.atomic(durable=True)
def accept_promise(promise: Promise, *, stamp: Stamp) -> Promise:
    """The taker accepts that it was kept."""
    promise = promising.lock_promise(promise)
    rules.may_accept(stamp.actor, promise).enforce(WrongState)
    promise.ended_at = stamp.at
    promise.save(update_fields=["ended_at"])
    advance(promise, ACCEPT, fact=PromiseKept(promise_id=promise.pk), stamp=stamp)
    promising.say(promise, ("giver",), gettext_noop("Kept: “%(what)s”."), stamp)
    return promise


@transaction.atomic(durable=True)
def refuse_report(promise: Promise, *, reason: str, stamp: Stamp) -> Promise:
    """The taker says what is missing; the promise stands on."""
    promise = promising.lock_promise(promise)
    rules.may_accept(stamp.actor, promise).enforce(WrongState)
    missing = asking.needed(reason)
    told = PromiseNotDone(promise_id=promise.pk, reason=missing)
    advance(promise, NOT_DONE, fact=told, stamp=stamp)
    said = gettext_noop("Not done yet: “%(what)s”. %(reason)s")
    promising.say(promise, ("giver",), said, stamp, group=Group.TASK, reason=missing)
    return promise


@transaction.atomic(durable=True)
def drop_promise(promise: Promise, *, reason: str, stamp: Stamp) -> Promise:
    """Either side says honestly that it will not be kept, and why; it is counted as dropped."""
    promise = promising.lock_promise(promise)
    rules.may_drop(stamp.actor, promise).enforce(WrongState)
    promise.words, promise.ended_at = asking.needed(reason), stamp.at
    promise.save(update_fields=["words", "ended_at"])
    dropped = PromiseDropped(promise_id=promise.pk, reason=promise.words)
    advance(promise, DROP, fact=dropped, stamp=stamp)
    said = gettext_noop("Dropped: “%(what)s”. %(reason)s")
    promising.say(promise, promising.BOTH, said, stamp, reason=promise.words)
    return promise


@transaction.atomic(durable=True)
def give_promise(promise: Promise, *, person: User, stamp: Stamp) -> Promise:
    """The giver names the person who does it."""
    promise = promising.lock_promise(promise)
    rules.may_give(stamp.actor, promise).enforce(WrongState)
    if promise.owner_id != person.pk:
        promise.owner = person
        promise.save(update_fields=["owner"])
        given = PromiseGiven(promise_id=promise.pk, person_id=person.pk)
        journal.record(given, subject=promise, stamp=stamp)
        said = gettext_noop("You keep this promise: “%(what)s” by %(due)s.")
        promising.say(promise, ("giver",), said, stamp, group=Group.TASK)
    return promise
