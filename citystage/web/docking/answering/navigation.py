"""What answering puts into the rail, and where its records lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.web.shell.going import DESTINATIONS
from citystage.web.shell.navigation import RAIL, Entry

RAIL.add(
    Entry(
        name="docking_answers",
        label=_("Answers and calls"),
        view="docking:index",
        icon="send",
        order=43,
        needs=frozenset(
            {
                Permission.DOCKING_ANSWER_GIVE,
                Permission.DOCKING_ANSWER_JUDGE,
                Permission.MATCHMAKING_PAIR_PROPOSE,
            }
        ),
    )
)


def opening(_actor: Actor, pk: int) -> str:
    """The owner's page; whoever may not see it is told so there."""
    return reverse("docking:opening", args=[pk])


def answer(_actor: Actor, pk: int) -> str:
    """The page of an answer, the same for all sides."""
    return reverse("docking:answer", args=[pk])


def introduction(_actor: Actor, pk: int) -> str:
    """The page of an introduction."""
    return reverse("docking:introduction", args=[pk])


DESTINATIONS.add("docking.opening", opening)
DESTINATIONS.add("docking.answer", answer)
DESTINATIONS.add("docking.introduction", introduction)
