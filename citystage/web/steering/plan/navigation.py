"""What plans put into the public bar, and where their records lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Actor
from citystage.web.shell.going import DESTINATIONS
from citystage.web.shell.navigation import PUBLIC, Entry

PUBLIC.add(Entry(name="results", label=_("Results"), view="steering:results", order=39))


def _plan(_actor: Actor, pk: int) -> str:
    return reverse("steering:plan", args=[pk])


DESTINATIONS.add("evaluation.plan", _plan)


def _reported(_actor: Actor, _pk: int) -> str:
    return reverse("steering:results")


DESTINATIONS.add("evaluation.reported", _reported)
