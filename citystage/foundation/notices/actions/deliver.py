"""Send what is due in the outbox; what fails is tried again, later each time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from citystage.foundation.notices.carriers import Carrier
from citystage.foundation.notices.models import Mail

MOST_ATTEMPTS = 8


def due(at: datetime) -> QuerySet[Mail]:
    """Mails to send now, oldest first."""
    waiting = Mail.objects.filter(sent_at__isnull=True, cancelled_at__isnull=True, in_digest=False)
    return waiting.filter(due_at__lte=at, attempts__lt=MOST_ATTEMPTS).order_by("due_at", "pk")


def deliver(carrier: Carrier, *, at: datetime, most: int = 200) -> int:
    """Send up to ``most`` due mails, each in its own transaction; returns how many left.

    A row is locked while it is sent, so that two workers never send the same one.
    """
    left = 0
    for _turn in range(most):
        with transaction.atomic():
            mail = due(at).select_for_update(skip_locked=True).first()
            if mail is None:
                break
            left += _send(mail, carrier, at)
    return left


def _send(mail: Mail, carrier: Carrier, at: datetime) -> int:
    mail.attempts += 1
    try:
        carrier.carry(mail)
    except (OSError, ValueError) as error:
        # A mail that cannot even be written (ValueError) must not stand in the way of the others.
        mail.error = str(error)[:300]
        # 1, 4, 9, … minutes: a server that is down is not hammered.
        mail.due_at = at + timedelta(minutes=mail.attempts**2)
        mail.save(update_fields=["attempts", "error", "due_at"])
        return 0
    mail.sent_at, mail.error = at, ""
    mail.save(update_fields=["attempts", "error", "sent_at"])
    return 1
