"""The tabs of a programme's hub; each part of the work adds its line here.

``view`` is the name of the address, which takes the programme's id as ``pk``; ``waiting`` counts
what waits for this officer there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission as May
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.models import Programme


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the work on a programme."""

    name: str
    label: Promise
    view: str
    needs: May
    waiting: Callable[[Actor, Programme], int] | None = None
    # What the officer does there, one line for the hub.
    told: Promise | str = ""


TABS: tuple[Tab, ...] = (
    Tab("overview", _("Overview"), "bureau:selection", May.SELECTION_CANDIDACY_READ),
)
