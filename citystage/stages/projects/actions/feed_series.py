"""What a device sends goes into its series; the same call again gives the first answer again."""

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.projects import feeding, proceeding
from citystage.stages.projects.feeding import Row
from citystage.stages.projects.models import Access, Sending
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.settings import terms_of

_MINUTE: Final = timedelta(minutes=1)


class OtherContent(Refusal):
    """The same key was sent before with other readings."""


class TooOften(Refusal):
    """More calls in a minute than the city's pack allows; ``seconds`` until one is taken again."""

    status = 429

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(words)
        self.seconds = seconds


@transaction.atomic(durable=True)
def feed_series(
    access: Access, *, rows: Sequence[Row], key: str, sha256: str, stamp: Stamp
) -> Sending:
    """Take the readings whole or not at all. Raises ``NotPossible`` for one that is wrong."""
    project = proceeding.lock(access.project_id)
    along = ("made_for", "milestone")
    rows_ = Access.objects.select_for_update(of=("self",)).select_related(*along)
    held = rows_.get(pk=access.pk)
    if held.ended_at is not None:
        raise NotAllowed(_("This access has ended."))
    if known := held.sendings.filter(key=key).first():
        if known.sha256 != sha256:
            raise OtherContent(_("This key was used before for other readings."))
        return known
    rules.takes_readings(project).enforce(Refusal)
    taken = feeding.take(held, project, rows, stamp=stamp)
    held.used_at = stamp.at
    held.save(update_fields=["used_at"])
    return Sending.objects.create(
        access=held,
        key=key,
        sha256=sha256,
        number=taken.number,
        known=taken.known,
        made_at=stamp.at,
    )


@transaction.atomic(durable=True)
def count_call(access: Access, *, stamp: Stamp) -> None:
    """Count a call of this minute; raises ``TooOften`` beyond what the pack allows."""
    rows = Access.objects.select_for_update(of=("self",)).select_related("project")
    held = rows.get(pk=access.pk)
    most = terms_of(held.project.city_id).feeding.calls_per_minute
    if held.minute is None or stamp.at - held.minute >= _MINUTE:
        held.minute, held.calls = stamp.at, 0
    if held.calls >= most:
        left = held.minute + _MINUTE - stamp.at
        words = _("At most %d calls a minute are taken. Wait a little.") % most
        raise TooOften(words, max(math.ceil(left.total_seconds()), 1))
    held.calls += 1
    held.save(update_fields=["minute", "calls"])
