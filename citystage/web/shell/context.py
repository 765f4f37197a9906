"""The frame around every page: city, hats, entries, what waits. Read only when a page draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from citystage.foundation.access.models import User
from citystage.foundation.access.queries import Hat, hats, wear
from citystage.foundation.access.stamps import NOBODY, Actor
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities
from citystage.web.shell.navigation import PUBLIC, RAIL, RAIL_LENGTH, FootGroup, Shown, foot

CITY_COOKIE = "city"
HAT_KEY = "hat"

type Unread = Callable[[Actor], int]


@dataclass(slots=True)
class Bell:
    """The notifications of a person: the page that shows them, and who counts the unread ones."""

    view: str = ""
    count: Unread | None = None


# The wing that shows notifications sets both, in its ``navigation.py``.
BELL = Bell()


@dataclass
class Frame:
    """What the frame shows, worked out on first use and kept for the request."""

    request: HttpRequest

    @cached_property
    def user(self) -> User | None:
        """The signed-in person."""
        found = getattr(self.request, "user", None)
        return found if isinstance(found, User) else None

    @cached_property
    def hats(self) -> list[Hat]:
        """The units this person may act for."""
        return hats(self.user, at=timezone.now()) if self.user else []

    @cached_property
    def actor(self) -> Actor:
        """The person in the hat they chose, or nobody."""
        if self.user is None:
            return NOBODY
        return wear(self.user, self.hats, self.request.session.get(HAT_KEY))

    @cached_property
    def cities(self) -> list[Unit]:
        """The cities that are set up here."""
        return cities()

    @cached_property
    def city(self) -> Unit | None:
        """The city whose brand is worn: of the address, the visitor's choice, or the first."""
        for code in (self.request.GET.get("city"), self.request.COOKIES.get(CITY_COOKIE)):
            for city in self.cities:
                if code and city.code == code:
                    return city
        if self.actor.unit:
            own = self.actor.unit.city_id or self.actor.unit.pk
            return next((city for city in self.cities if city.pk == own), None)
        return self.cities[0] if self.cities else None

    @cached_property
    def entries(self) -> list[Shown]:
        """The public bar."""
        return PUBLIC.shown(self.actor, path=self.request.path, most=5)

    @cached_property
    def _entries_of_hat(self) -> list[Shown]:
        if self.user is None:
            return []
        return RAIL.shown(self.actor, path=self.request.path, most=len(RAIL.entries))

    @property
    def rail(self) -> list[Shown]:
        """The rail of the hat; visitors have none."""
        return self._entries_of_hat[:RAIL_LENGTH]

    @property
    def rail_more(self) -> list[Shown]:
        """What does not fit into the rail and unfolds below it."""
        return self._entries_of_hat[RAIL_LENGTH:]

    @property
    def rail_unfolds(self) -> bool:
        """Whether the page stands among what unfolds."""
        return any(entry.active for entry in self.rail_more)

    @cached_property
    def unread(self) -> int:
        """How many notifications wait."""
        return BELL.count(self.actor) if self.user and BELL.count else 0

    @property
    def bell(self) -> str:
        """The address of the notifications; empty when no wing shows them."""
        return reverse(BELL.view) if BELL.view else ""

    @cached_property
    def role(self) -> str:
        """The roles of the hat, in words."""
        return pgettext("between roles", ", ").join(
            str(role.label) for role, _ in self.actor.grants
        )

    @cached_property
    def foot(self) -> list[FootGroup]:
        """The columns of the footer."""
        return foot(self.actor)

    @property
    def demo(self) -> bool:
        """Whether this is the demonstration."""
        return bool(settings.DEMO)


def frame_of(request: HttpRequest) -> Frame:
    """The frame of this request, one for the whole request."""
    found = getattr(request, "frame", None)
    if not isinstance(found, Frame):
        found = Frame(request)
        request.frame = found  # type: ignore[attr-defined]
    return found


def wear_city(request: HttpRequest, city: Unit | None) -> None:
    """Dress the page in the brand of the city whose record it shows."""
    if city is not None:
        frame_of(request).city = city


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``frame`` in every template, nothing read until it is drawn."""
    return {"frame": frame_of(request)}
