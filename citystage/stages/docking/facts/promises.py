"""What happens to a promise."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseNoted(Fact):
    """Somebody noted who promised what to whom by when."""

    verb = "docking.promise.noted"
    label = _("promise noted")

    promise_id: int
    giver_id: int
    taker_id: int
    due_on: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseConfirmed(Fact):
    """One side confirmed; the other has not yet."""

    verb = "docking.promise.confirmed"
    label = _("confirmed by one side")

    promise_id: int
    unit_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStands(Fact):
    """Both sides confirmed."""

    verb = "docking.promise.stands"
    label = _("confirmed by both sides")

    promise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCorrected(Fact):
    """One side wrote it anew; the other is to confirm that version."""

    verb = "docking.promise.corrected"
    label = _("promise corrected")

    promise_id: int
    version: int
    changes: dict[str, list[str]]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDenied(Fact):
    """One side says that this was not promised."""

    verb = "docking.promise.denied"
    label = _("promise denied")

    promise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReported(Fact):
    """The giver says it is done."""

    verb = "docking.promise.reported"
    label = _("reported as done")

    promise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept(Fact):
    """The taker accepts that it was kept."""

    verb = "docking.promise.kept"
    label = _("promise kept")

    promise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseNotDone(Fact):
    """The taker says what is missing; it stands on."""

    verb = "docking.promise.not_done"
    label = _("not done yet")

    promise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDropped(Fact):
    """It will not be kept, and the reason is on record."""

    verb = "docking.promise.dropped"
    label = _("promise dropped")

    promise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseGiven(Fact):
    """The giver named the person who does it."""

    verb = "docking.promise.given"
    label = _("person named")

    promise_id: int
    person_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReminded(Fact):
    """The giver was reminded before the day."""

    verb = "docking.promise.reminded"
    label = _("reminded")

    promise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseClimbed(Fact):
    """It is overdue: the next level hears of it."""

    verb = "docking.promise.climbed"
    label = _("overdue promise reported upwards")

    promise_id: int
    level: int
