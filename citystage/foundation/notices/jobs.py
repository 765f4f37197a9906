"""The worker's part of notices: send what is due, make daily mails, sweep used form keys."""

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from citystage.foundation.access import submissions
from citystage.foundation.notices.actions.deliver import deliver
from citystage.foundation.notices.actions.digest import digest
from citystage.foundation.notices.carriers import carrier


@task()
def deliver_outbox() -> int:
    """Send what is due; returns how many left."""
    return deliver(carrier(settings.MAIL_URL), at=timezone.now())


@task()
def daily_digest() -> int:
    """One mail for everybody whose notices wait for the daily one."""
    return digest(at=timezone.now())


@task()
def sweep_form_keys() -> int:
    """Delete one-time keys of forms past their life."""
    return submissions.sweep()
