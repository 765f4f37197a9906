"""Where a record of people and membership is opened, by who asks."""

from django.urls import reverse

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.web.shell.going import DESTINATIONS


def person(actor: Actor, pk: int) -> str:
    """The administrator opens the person; everybody else the own account."""
    if actor.may(Permission.MEMBERSHIP_GRANT_GIVE):
        return reverse("operator:person", args=[pk])
    return reverse("work:me")


def unit(actor: Actor, _pk: int) -> str:
    """A unit is opened as who acts for it."""
    invites = actor.may(Permission.MEMBERSHIP_COLLEAGUE_INVITE)
    return reverse("work:colleagues" if invites else "work:home")


DESTINATIONS.add("access.user", person)
DESTINATIONS.add("tenancy.unit", unit)
