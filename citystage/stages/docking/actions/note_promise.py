"""At the table, on the phone: who promised what to whom by when; both sides confirm it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking import asking, promising
from citystage.stages.docking.facts.promises import (
    PromiseConfirmed,
    PromiseCorrected,
    PromiseDenied,
    PromiseNoted,
    PromiseStands,
)
from citystage.stages.docking.models import Promise
from citystage.stages.docking.rules import promises as rules
from citystage.stages.docking.states.promises import BOTH_CONFIRM, DENY
from citystage.stages.events.models import Event


class BadPromise(Refusal):
    """A promise has two sides and something that is promised."""

    status = 422


class AnotherVersion(Refusal):
    """The other side has written it anew since the page was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who promised what to whom by when."""

    giver: Unit
    taker: Unit
    what: str
    due_on: date
    event: Event | None = None
    scenario: Scenario | None = None


@transaction.atomic(durable=True)
def note_promise(*, said: Said, stamp: Stamp) -> Promise:
    """Note it; the side of whoever notes it has confirmed, the other is asked."""
    rules.may_note(stamp.actor).enforce()
    if said.giver.pk == said.taker.pk:
        raise BadPromise(_("A promise is between two sides."))
    promise = Promise(
        city=_city(said),
        giver=said.giver,
        taker=said.taker,
        what=asking.needed(said.what),
        due_on=said.due_on,
        event=said.event,
        scenario=said.scenario,
        noted_by_id=stamp.actor.user_id,
        noted_at=stamp.at,
    )
    promising.agree(promise, stamp)
    promise.save()
    promising.keep_version(promise, stamp=stamp)
    fact = PromiseNoted(
        promise_id=promise.pk,
        giver_id=said.giver.pk,
        taker_id=said.taker.pk,
        due_on=said.due_on.isoformat(),
    )
    journal.record(fact, subject=promise, stamp=stamp)
    if promise.giver_agreed_at and promise.taker_agreed_at:
        told = PromiseStands(promise_id=promise.pk)
        advance(promise, BOTH_CONFIRM, fact=told, stamp=stamp)
    words = gettext_noop(
        "Noted: %(giver)s promised %(taker)s “%(what)s” by %(due)s. Confirm it or correct it."
    )
    sides = promising.other_side(promise, stamp)
    promising.say(promise, sides, words, stamp, group=Group.TASK)
    return promise


def _city(said: Said) -> Unit:
    about = said.event or said.scenario
    if about is not None:
        return about.city
    return said.taker.city or said.giver.city or said.taker


@transaction.atomic(durable=True)
def confirm_promise(promise: Promise, *, version: int, stamp: Stamp) -> Promise:
    """One side confirms the version it was shown; with both, it stands."""
    promise = promising.lock_promise(promise)
    _same(promise, version)
    rules.may_confirm(stamp.actor, promise).enforce(WrongState)
    promising.agree(promise, stamp)
    promise.save()
    unit = stamp.actor.unit
    assert unit is not None
    confirmed = PromiseConfirmed(promise_id=promise.pk, unit_id=unit.pk)
    journal.record(confirmed, subject=promise, stamp=stamp)
    if promise.giver_agreed_at and promise.taker_agreed_at:
        stands = PromiseStands(promise_id=promise.pk)
        advance(promise, BOTH_CONFIRM, fact=stands, stamp=stamp)
        words = gettext_noop("Both sides confirmed: %(giver)s does “%(what)s” by %(due)s.")
        promising.say(promise, promising.BOTH, words, stamp)
    return promise


@transaction.atomic(durable=True)
def correct_promise(
    promise: Promise, *, what: str, due_on: date, version: int, stamp: Stamp
) -> Promise:
    """Write it anew; only who wrote it has confirmed the new version."""
    promise = promising.lock_promise(promise)
    _same(promise, version)
    rules.may_correct(stamp.actor, promise).enforce(WrongState)
    before = promise.what, promise.due_on
    promise.what, promise.due_on = asking.needed(what), due_on
    if not (changes := promising.changed(before, promise)):
        return promise
    promise.version += 1
    promise.giver_agreed_at = promise.taker_agreed_at = None
    promising.agree(promise, stamp)
    promise.save()
    promising.keep_version(promise, stamp=stamp)
    fact = PromiseCorrected(promise_id=promise.pk, version=promise.version, changes=changes)
    journal.record(fact, subject=promise, stamp=stamp)
    words = gettext_noop("Corrected: “%(what)s” by %(due)s. Confirm it or correct it.")
    sides = promising.other_side(promise, stamp)
    promising.say(promise, sides, words, stamp, group=Group.TASK)
    if promise.giver_agreed_at and promise.taker_agreed_at:
        told = PromiseStands(promise_id=promise.pk)
        advance(promise, BOTH_CONFIRM, fact=told, stamp=stamp)
    return promise


@transaction.atomic(durable=True)
def deny_promise(promise: Promise, *, reason: str, stamp: Stamp) -> Promise:
    """Say that this was not promised, and why the note is wrong."""
    promise = promising.lock_promise(promise)
    rules.may_deny(stamp.actor, promise).enforce(WrongState)
    promise.words, promise.ended_at = asking.needed(reason), stamp.at
    promise.save(update_fields=["words", "ended_at"])
    denied = PromiseDenied(promise_id=promise.pk, reason=promise.words)
    advance(promise, DENY, fact=denied, stamp=stamp)
    words = gettext_noop("“%(what)s” was denied: %(reason)s")
    promising.say(promise, promising.BOTH, words, stamp, reason=promise.words)
    return promise


def _same(promise: Promise, version: int) -> None:
    if promise.version != version:
        raise AnotherVersion(_("It was written anew meanwhile. Read what it says now."))
