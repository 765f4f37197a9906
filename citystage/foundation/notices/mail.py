"""Mail goes into the outbox first, where it can be read before it is sent."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from citystage.foundation.notices.models import Mail


class OutboxBackend(BaseEmailBackend):
    """Django's door for mail: every message becomes rows of the outbox, one for each address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        rows = [
            Mail(
                to=address,
                subject=str(message.subject)[:290],
                body=str(message.body),
                due_at=now,
                queued_at=now,
            )
            for message in email_messages
            for address in message.recipients()
        ]
        Mail.objects.bulk_create(rows)
        return len(email_messages)
