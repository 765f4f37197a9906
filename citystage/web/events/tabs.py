"""The tabs of an event's hub; each part of the work adds its line here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.stages.events.models import Event


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the work on an event; ``view`` takes the event's id."""

    name: str
    label: Promise
    view: str
    # Only for events of these kinds; all when empty.
    kinds: frozenset[str] = frozenset()

    def fits(self, event: Event) -> bool:
        """Whether this event has the tab."""
        return not self.kinds or event.kind in self.kinds


TABS: list[Tab] = [
    Tab("overview", _("Overview"), "events:hub"),
    Tab("words", _("Description"), "events:change"),
    Tab("agenda", _("Agenda"), "events:agenda"),
    Tab("invitations", _("Invitations"), "events:invitations"),
    Tab("participants", _("Participants"), "events:participants"),
    Tab("meetings", _("One-to-one meetings"), "events:meetings"),
    Tab("desk", _("Check-in"), "events:desk"),
    Tab("brochure", _("Brochure"), "events:brochure"),
    Tab("materials", _("Materials"), "events:materials"),
]
