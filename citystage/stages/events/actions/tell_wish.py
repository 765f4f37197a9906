"""A participant wants to meet another, declines, or takes that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import WishTold
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Attendance, MeetingWish
from citystage.stages.events.rules.meetings import may_speak, may_take_part


class SameSide(Refusal):
    """Two who look for suppliers, or two who offer, do not meet one to one."""


@transaction.atomic(durable=True)
def tell_wish(
    by: Attendance, *, to: Attendance, kind: str, weight: int, stamp: Stamp
) -> MeetingWish | None:
    """Keep the word; an empty ``kind`` takes it back. Told twice it is the same."""
    lock_event(by.day.event_id)
    may_speak(stamp.actor, by, at=stamp.at).enforce()
    may_take_part(to.place).enforce()
    if by.day_id != to.day_id or by.place.side == to.place.side:
        raise SameSide(_("Only participants of the two sides meet one to one."))
    said = MeetingWish.objects.filter(by=by, to=to).first()
    if said is not None and (said.kind, said.weight) == (kind, weight) and not said.proposed:
        return said
    if not kind:
        if said is None:
            return None
        said.delete()
        said = None
    else:
        said, _new = MeetingWish.objects.update_or_create(
            by=by,
            to=to,
            defaults={
                "day_id": by.day_id,
                "kind": kind,
                "weight": weight,
                "proposed": False,
                "at": stamp.at,
            },
        )
    told = WishTold(
        event_id=by.day.event_id,
        by_id=by.pk,
        to_id=to.pk,
        kind=kind,
        weight=weight if kind else 0,
    )
    journal.record(told, subject=by.day.event, stamp=stamp)
    return said
