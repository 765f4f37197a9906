"""The ways between queue and record; an address from outside is never followed."""

from django.urls import reverse


def to_queue(target: str) -> str:
    """The queue with the filters the person worked with, or the plain queue."""
    base = reverse("bureau:triage")
    return target if target == base or target.startswith(f"{base}?") else base
