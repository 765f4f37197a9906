"""Passes of helpers, as the desk gives them and as a helper opens one."""

from datetime import datetime

from django.utils import timezone

from citystage.kernel.refusals import NotFound
from citystage.stages.events.models import DeskPass, Event


def passes_of(event: Event) -> list[DeskPass]:
    """All passes of an event, those still open first."""
    found = event.passes.select_related("made_by").order_by("day", "pk")
    return sorted(found, key=lambda one: one.revoked_at is not None)


def reach_pass(event: Event, pk: int) -> DeskPass:
    """One of them. Raises ``NotFound``."""
    if found := event.passes.filter(pk=pk).first():
        return found
    raise NotFound("")


def helper_of(token: str, *, at: datetime) -> DeskPass:
    """The pass behind a helper's link, while it opens the desk. Raises ``NotFound``."""
    rows = DeskPass.objects.filter(token=token).select_related("event__organiser", "event__city")
    found = rows.first() if token else None
    if found is None or not found.opens_on(timezone.localdate(at)):
        raise NotFound("")
    return found
