"""Readings come in by form, file or device; one that counts no more keeps its reason."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.trials import climbing, doubting, parties, taking
from citystage.stages.trials.facts.readings import ReadingRemoved
from citystage.stages.trials.models import Batch, Reading, Token, Trial
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.rules import readings as rules
from citystage.stages.trials.settings import terms_of
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.taking import Row, Sender

_MINUTE: Final = timedelta(minutes=1)


class AlreadyRemoved(Refusal):
    """It counts no more already."""


class OtherContent(Refusal):
    """The same key was sent before with other readings."""


class TooOften(Refusal):
    """More calls in a minute than the city's pack allows; ``seconds`` until the next is taken."""

    status = 429

    def __init__(self, reason: str, *, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


@transaction.atomic(durable=True)
def add_readings(
    trial: Trial, *, rows: Sequence[Row], source: Source, name: str = "", stamp: Stamp
) -> Batch:
    """Take readings of one side. Of two that are entered at the same instant one counts."""
    trial = parties.lock_trial(trial)
    rules.may_add(stamp.actor, trial).enforce()
    sender = Sender(source=source, unit=stamp.actor.unit, key=name)
    return _taken(trial, rows, sender, stamp)


@transaction.atomic(durable=True)
def feed_readings(
    token: Token, *, rows: Sequence[Row], key: str, sha256: str, stamp: Stamp
) -> Batch:
    """Take what a device sends; the same ``key`` again gives the first answer again."""
    trial = parties.lock_trial(token.trial)
    token = (
        Token.objects.select_for_update(of=("self",)).select_related("made_for").get(pk=token.pk)
    )
    if token.ended_at is not None:
        raise NotAllowed(_("This access has ended."))
    if known := Batch.objects.filter(token=token, key=key).first():
        if known.sha256 != sha256:
            raise OtherContent(_("This key was used before for other readings."))
        return known
    rules.takes_readings(trial).enforce(Refusal)
    token.used_at = stamp.at
    token.save(update_fields=["used_at"])
    sender = Sender(source=Source.API, unit=token.made_for, token=token, key=key, sha256=sha256)
    return _taken(trial, rows, sender, stamp)


@transaction.atomic(durable=True)
def count_call(token: Token, *, stamp: Stamp) -> None:
    """Count a call of this minute; raises ``TooOften`` beyond what the pack allows."""
    held = Token.objects.select_for_update(of=("self",)).select_related("trial").get(pk=token.pk)
    most = terms_of(held.trial.city_id).feeding.calls_per_minute
    if held.minute is None or stamp.at - held.minute >= _MINUTE:
        held.minute, held.calls = stamp.at, 0
    if held.calls >= most:
        seconds = max(1, ceil((held.minute + _MINUTE - stamp.at).total_seconds()))
        reason = _("At most %(most)d calls a minute are taken; send again in %(seconds)d seconds.")
        raise TooOften(reason % {"most": most, "seconds": seconds}, seconds=seconds)
    held.calls += 1
    held.save(update_fields=["minute", "calls"])


@transaction.atomic(durable=True)
def remove_reading(reading: Reading, *, reason: str, stamp: Stamp) -> Reading:
    """It counts no more, the sum falls, and the reason stays."""
    trial = parties.lock_trial(reading.trial)
    rules.may_remove(stamp.actor, trial).enforce()
    held = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if held.removed_at is not None:
        raise AlreadyRemoved(_("This reading was removed already."))
    held.removal_reason = parties.needed(reason)
    held.removed_at, held.removed_by_id = stamp.at, stamp.actor.user_id
    held.save(update_fields=["removal_reason", "removed_at", "removed_by"])
    why = held.removal_reason[:500]
    doubting.look_again(trial, [held.happened_at], reason=why, stamp=stamp)
    climbing.weigh(trial)
    told = ReadingRemoved(
        trial_id=trial.pk,
        reading_id=held.pk,
        measure=held.measure,
        value=plain(held.value),
        reason=held.removal_reason,
    )
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("A reading of “%(title)s” was removed: %(reason)s")
    parties.say(trial, parties.BOTH, words, stamp, reason=held.removal_reason)
    return held


def _taken(trial: Trial, rows: Sequence[Row], sender: Sender, stamp: Stamp) -> Batch:
    ladder = parties.frame(trial)
    before = trial.proven
    batch = taking.take(trial, ladder, rows, sender, stamp)
    after = climbing.weigh(trial, ladder)
    if after is not None and after.lines and trial.proven and not before:
        words = gettext_noop("The evidence of “%(title)s” meets the rule of the next step.")
        parties.say(trial, parties.BOTH, words, stamp)
        climbing.ask_bodies(trial, stamp)
    return batch
