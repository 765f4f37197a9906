"""Reading and choosing: notices are marked read, preferences set, mails held or cancelled."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.notices.models import Group, Mail, Notice, Preference
from citystage.kernel.refusals import Refusal
from citystage.kernel.verdicts import ALLOWED, Verdict


class AlreadySent(Refusal):
    """The mail has left the house."""


def may_manage_outbox(actor: Actor) -> Verdict:
    """Officers of the coordinating office and the system administrator."""
    if actor.may(Permission.NOTICES_OUTBOX_MANAGE):
        return ALLOWED
    return Verdict(_("Only the coordinating office and the system administrator see the outbox."))


@transaction.atomic(durable=True)
def mark_read(*, notice_ids: list[int] | None, stamp: Stamp) -> int:
    """Mark these notices of the person read (None: all of them); returns how many were new."""
    unread = Notice.objects.filter(person_id=stamp.actor.person, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=notice_ids)
    return unread.update(read_at=stamp.at)


@transaction.atomic(durable=True)
def choose(wishes: dict[Group, Preference.Mail], *, stamp: Stamp) -> None:
    """Set how the person wants each group by mail."""
    for group, mail in wishes.items():
        Preference.objects.update_or_create(
            person_id=stamp.actor.person, group=group, defaults={"mail": mail}
        )


def _waiting(mail: Mail, stamp: Stamp) -> Mail:
    may_manage_outbox(stamp.actor).enforce()
    locked = Mail.objects.select_for_update().get(pk=mail.pk)
    if locked.sent_at or locked.cancelled_at:
        raise AlreadySent(_("This mail was already sent or cancelled."))
    return locked


@transaction.atomic(durable=True)
def hold(mail: Mail, *, stamp: Stamp) -> Mail:
    """Keep a mail back until it is released."""
    locked = _waiting(mail, stamp)
    locked.due_at = None
    locked.save(update_fields=["due_at"])
    return locked


@transaction.atomic(durable=True)
def send_now(mail: Mail, *, stamp: Stamp) -> Mail:
    """Let a held or failed mail go with the next delivery."""
    locked = _waiting(mail, stamp)
    locked.due_at, locked.attempts, locked.in_digest = stamp.at, 0, False
    locked.save(update_fields=["due_at", "attempts", "in_digest"])
    return locked


@transaction.atomic(durable=True)
def cancel(mail: Mail, *, stamp: Stamp) -> Mail:
    """Never send it."""
    locked = _waiting(mail, stamp)
    locked.cancelled_at = stamp.at
    locked.save(update_fields=["cancelled_at"])
    return locked
