"""Where the records of figures lead."""

from django.urls import reverse

from citystage.foundation.access.stamps import Actor
from citystage.web.shell.going import DESTINATIONS


def _closing(_actor: Actor, _pk: int) -> str:
    return reverse("steering:figures")


DESTINATIONS.add("evaluation.closing", _closing)
