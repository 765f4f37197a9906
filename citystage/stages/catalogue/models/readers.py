"""Readers: who follows one record, and who subscribed to a filter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.tenancy.models import Unit


class Follow(models.Model):
    """A signed-in person who is told what happens to one record ("catalogue.scenario:7")."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80, db_index=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "subject"], name="catalogue_follow_once"),
        ]

    def __str__(self) -> str:
        return self.subject


class Subscription(models.Model):
    """A standing question: mail me what newly fits this filter; works once it is confirmed."""

    city = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    email = models.EmailField()
    # The filter as the address of the list page writes it ("field=low_altitude&state=open").
    query = models.CharField(max_length=1000, blank=True)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    # SHA-256 of the secret in the confirmation and unsubscribe links.
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The newest scenario already told of.
    told_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "query", "city"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="catalogue_subscription_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.query}"
