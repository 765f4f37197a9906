"""Those who follow a record go along to another one, and back: shared steps of later stages."""

from datetime import datetime

from django.db import models

from citystage.foundation.access.models import User
from citystage.foundation.ledger.journal import subject_of
from citystage.stages.catalogue.models import Follow


def go_along(left: models.Model, joined: models.Model, *, at: datetime) -> list[User]:
    """Whoever follows ``left`` follows ``joined`` too from ``at``; tells who did not before.

    The old wish stays: nobody loses it if the two are parted again.
    """
    known = Follow.objects.filter(subject=subject_of(joined)).values("user_id")
    moved = list(
        Follow.objects.filter(subject=subject_of(left), user__is_active=True)
        .exclude(user_id__in=known)
        .select_related("user")
        .order_by("user_id")
    )
    Follow.objects.bulk_create(
        [Follow(user_id=one.user_id, subject=subject_of(joined), since=at) for one in moved],
        ignore_conflicts=True,
    )
    return [one.user for one in moved]


def part(left: models.Model, joined: models.Model, *, at: datetime) -> None:
    """Those who only came along at ``at`` follow ``left`` alone again."""
    theirs = Follow.objects.filter(subject=subject_of(left)).values("user_id")
    Follow.objects.filter(subject=subject_of(joined), since=at, user_id__in=theirs).delete()
