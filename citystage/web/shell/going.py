"""``/go/<subject>``: from a record's name in the ledger to the page this person may open."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.refusals import NotFound
from citystage.web.shell.pages import page

type Destination = Callable[[Actor, int], str]
_LONGEST = 18


@dataclass(slots=True)
class Destinations:
    """Kinds of records ("review.case") with who knows the address of one."""

    known: dict[str, Destination] = field(default_factory=dict)

    def add(self, kind: str, destination: Destination) -> None:
        """Register a kind (again: replace it)."""
        self.known[kind] = destination

    def of(self, actor: Actor, subject: str) -> str:
        """The address of ``subject``; raises ``NotFound`` for a kind without a page."""
        kind, _colon, number = subject.partition(":")
        usable = number.isascii() and number.isdecimal() and len(number) <= _LONGEST
        if kind not in self.known or not usable:
            raise NotFound(_("There is no page for this."))
        return self.known[kind](actor, int(number))


DESTINATIONS = Destinations()


@require_safe
@page
def go(request: HttpRequest, stamp: Stamp, subject: str) -> HttpResponse:  # noqa: ARG001
    """Lead on."""
    return HttpResponseRedirect(DESTINATIONS.of(stamp.actor, subject))
