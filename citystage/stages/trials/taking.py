"""Readings as they come in: what a row must say, and how rows are kept together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import doubting, parties
from citystage.stages.trials.facts.readings import ReadingsAdded
from citystage.stages.trials.models import Batch, Reading, Token, Trial
from citystage.stages.trials.settings import terms_of
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.terms import Frame

# Clocks of devices run a little ahead.
_AHEAD: Final = timedelta(minutes=10)
_LARGEST: Final = Decimal(10) ** 10
LONGEST_NAME: Final = 120


class BadReading(Refusal):
    """A reading that cannot be taken; the reason names its row."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One reading as it is told. ``number`` is its row where it was sent, from 1."""

    measure: str
    value: Decimal
    happened_at: datetime
    site: str = ""
    device: str = ""
    note: str = ""
    number: int = 1

    @property
    def key(self) -> tuple[str, datetime, str, str]:
        """What is the same reading: the same measure, moment, site and device."""
        return self.measure, self.happened_at, self.site, self.device


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends: by which way, for which unit; a device by its token."""

    source: Source
    unit: Unit | None = None
    token: Token | None = None
    key: str = ""
    sha256: str = ""


def check(row: Row, trial: Trial, frame: Frame, now: datetime) -> None:
    """Raise ``BadReading`` for a row that cannot be taken."""
    measure = frame.measure(row.measure)
    place = _("Row %d:") % row.number
    if measure is None or not measure.is_read:
        known = "、".join(one.code for one in frame.measures if one.is_read)
        reason = _("“%(code)s” is not measured here; known are %(known)s.")
        raise BadReading(f"{place} {reason % {'code': row.measure, 'known': known}}")
    if not row.value.is_finite() or not 0 <= row.value < _LARGEST:
        raise BadReading(f"{place} {_('The value is no number that can be counted.')}")
    if row.happened_at > now + _AHEAD:
        raise BadReading(f"{place} {_('The moment lies ahead.')}")
    if row.happened_at < parties.first_moment(trial):
        raise BadReading(f"{place} {_('The moment lies before the trial begins.')}")
    if row.happened_at >= parties.end_moment(trial):
        reason = _("The moment lies after the last day of the trial; an amendment can extend it.")
        raise BadReading(f"{place} {reason}")
    if len(row.site) > LONGEST_NAME or len(row.device) > LONGEST_NAME:
        raise BadReading(f"{place} {_('The name of the site or device is too long.')}")


def take(trial: Trial, frame: Frame, rows: Sequence[Row], sender: Sender, stamp: Stamp) -> Batch:
    """Keep every row that is not there yet (the caller holds the trial's row).

    A row that stands already with the same value is passed over and counted; with another value
    it is refused: the old one must be removed first, with its reason.
    """
    for row in rows:
        check(row, trial, frame, stamp.at)
    fresh, known = _parted(trial, rows)
    late = timedelta(days=terms_of(trial.city_id).watching.backdated_days)
    batch = Batch.objects.create(
        trial=trial,
        source=sender.source,
        token=sender.token,
        key=sender.key[:200],
        sha256=sender.sha256,
        number=len(fresh),
        known=known,
        made_by_id=stamp.actor.user_id,
        made_for=sender.unit,
        made_at=stamp.at,
    )
    made = Reading.objects.bulk_create(
        [
            Reading(
                trial=trial,
                batch=batch,
                measure=row.measure,
                value=row.value,
                happened_at=row.happened_at,
                site=row.site,
                device=row.device,
                note=row.note[:300],
                backdated=stamp.at - row.happened_at > late,
            )
            for row in fresh
        ],
        batch_size=2000,
    )
    if made:
        told = ReadingsAdded(
            trial_id=trial.pk,
            source=sender.source,
            number=len(made),
            backdated=sum(one.backdated for one in made),
        )
        # Of the batch, not of the trial: a device that sends each minute would fill its story.
        journal.record(told, subject=batch, stamp=stamp)
        doubting.look_again(
            trial,
            [one.happened_at for one in made],
            reason=_("Readings of that time were entered later."),
            stamp=stamp,
        )
    return batch


def _parted(trial: Trial, rows: Sequence[Row]) -> tuple[list[Row], int]:
    """The rows that are new, and how many stand already."""
    there = _standing(trial, rows)
    fresh: list[Row] = []
    for row in rows:
        before = there.get(row.key)
        if before is None:
            there[row.key] = row.value
            fresh.append(row)
        elif before != row.value:
            place = _("Row %d:") % row.number
            reason = _(
                "A reading of this measure, moment, site and device stands already with another"
                " value. Remove it first, with the reason."
            )
            raise BadReading(f"{place} {reason}")
    return fresh, len(rows) - len(fresh)


def _standing(trial: Trial, rows: Sequence[Row]) -> dict[tuple[str, datetime, str, str], Decimal]:
    moments = [row.happened_at for row in rows]
    if not moments:
        return {}
    found = Reading.objects.filter(
        trial=trial, happened_at__range=(min(moments), max(moments))
    ).standing()
    return {
        (one.measure, one.happened_at, one.site, one.device): one.value for one in found.iterator()
    }


def digest_of(content: bytes) -> str:
    """The hash by which the same sending is known again."""
    return hashlib.sha256(content).hexdigest()
