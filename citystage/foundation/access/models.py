"""People, and grants: which person wears which role at which unit."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from citystage.foundation.access.roles import APART, Role
from citystage.foundation.tenancy.models import Unit


class User(AbstractUser):
    """A person. Names are stored as written; a person may act for several units."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")

    REQUIRED_FIELDS = ["email"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name shown beside what the person did."""
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class GrantQuerySet(models.QuerySet["Grant"]):
    """Chainable filters over grants."""

    def in_force(self, moment: datetime) -> GrantQuerySet:
        """Grants whose half-open term [from, until) holds ``moment``."""
        started = Q(since__isnull=True) | Q(since__lte=moment)
        return self.filter(started, Q(until__isnull=True) | Q(until__gt=moment))


class Grant(models.Model):
    """One role worn by one person at one unit, for a term."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="access_grant_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=[str(role) for role in APART]),
                name="access_three_administrators_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.unit_id}"


class Submission(models.Model):
    """A submitted form by its one-time key, with the answer it was given (see ``submissions``)."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=500)
    begun_at = models.DateTimeField(auto_now_add=True, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.key)
