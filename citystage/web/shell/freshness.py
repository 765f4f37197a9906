"""Two tabs, two people: a form remembers the version it was filled on, and says who was faster."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from citystage.web.shell.components import Event

FIELD = "_version"
# More digits than any version has.
_LONGEST = 9


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


def version_sent(request: HttpRequest, *, otherwise: int) -> int:
    """The number of the version a form was filled on; ``otherwise`` where it names none."""
    sent = request.POST.get(FIELD, "")
    known = sent.isascii() and sent.isdecimal() and len(sent) <= _LONGEST
    return int(sent) if known else otherwise
