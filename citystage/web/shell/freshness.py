"""Two tabs, two people: a form remembers the version it was filled on, and says who was faster."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from citystage.web.shell.components import Event

FIELD = "_version"


@dataclass(frozen=True, slots=True)
class Stale:
    """The record has moved on since the form was shown: by whom, and to which version."""

    version: str
    changes: Sequence[Event] = ()


def stale(
    request: HttpRequest, version: object, *, changes: Callable[[], Sequence[Event]] = tuple
) -> Stale | None:
    """Compare the version a form was filled on with the record's present one.

    None: go on. Otherwise show the form again (409) with what was typed, ``{% stale_notice %}``
    above it and the present version in it; sending again then means to write over the other's
    change.
    ``changes`` is asked only when there is something to tell.
    """
    sent = request.POST.get(FIELD)
    now = str(version)
    return None if sent is None or sent == now else Stale(now, changes())
