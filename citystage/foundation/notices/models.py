"""Notices in the page, the outbox of mails, and what each person wants to be told how."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """Kinds of notices as a person chooses between them."""

    TASK = "task", _("something waits for me")
    PROGRESS = "progress", _("news of what I filed or handle")
    FOLLOWED = "followed", _("news of what I follow")
    ACCOUNT = "account", _("my account and my roles")


class Notice(models.Model):
    """One thing one person is told; template and values, worded in the reader's language."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    group = models.CharField(max_length=16, choices=Group)
    # English message id with named placeholders, and their values.
    template = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    # The record it is about, as the ledger names it; the web knows its address.
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "read_at", "-at"], name="notices_unread"),
        ]

    def __str__(self) -> str:
        return self.template

    @property
    def text(self) -> str:
        """The words in the reader's language."""
        words: str = str(_(self.template)) % self.values
        return words


class Preference(models.Model):
    """How one person wants one group of notices by mail; without a row, at once."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day, together")
        NEVER = "never", _("not by mail")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    group = models.CharField(max_length=16, choices=Group)
    mail = models.CharField(max_length=16, choices=Mail, default=Mail.AT_ONCE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="notices_preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.mail}"


class Mail(models.Model):
    """One mail in the outbox: it can be read, held and cancelled before it is sent."""

    to = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    subject = models.CharField(max_length=300)
    body = models.TextField()
    # Not before this moment; a held mail has none.
    due_at = models.DateTimeField(null=True)
    # Waits for the person's daily mail instead of being sent alone.
    in_digest = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    # The same mail is queued once however often its job runs.
    key = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="notices_mail_key_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, cancelled_at__isnull=True),
                name="notices_mail_due",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Cursor(models.Model):
    """How far a reader of the ledger has come (see ``ledger.queries.feed``)."""

    name = models.CharField(max_length=60, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
