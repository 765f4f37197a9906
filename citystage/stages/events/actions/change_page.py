"""A participant says what the brochure may show, and takes it back at any time."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.places import PageChanged
from citystage.stages.events.locks import lock_place
from citystage.stages.events.models import Place
from citystage.stages.events.rules.coming import is_own
from citystage.stages.events.states.places import LIVE


class PageMoved(Refusal):
    """The page was changed in another window meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page of the brochure says, and what it may show."""

    in_brochure: bool
    shows_contact: bool = False
    field: Term | None = None
    direction: str = ""
    needs: str = ""


@transaction.atomic(durable=True)
def change_page(place: Place, *, page: Page, version: int, stamp: Stamp) -> Place:
    """Write the page and the consent. Without the page itself no contact is shown either."""
    held = lock_place(place.pk)
    is_own(stamp.actor, held).enforce()
    return _write(held, page, version, stamp)


@transaction.atomic(durable=True)
def change_page_as_guest(
    place: Place, *, page: Page, version: int, held: str, stamp: Stamp
) -> Place:
    """The same for a guest, who holds the secret of the link and has confirmed the address."""
    kept = lock_place(place.pk)
    if kept.person_id is not None or held != kept.token or kept.reachable_at is None:
        raise WrongState(_("This place is not a guest's."))
    return _write(kept, page, version, stamp)


def _write(place: Place, page: Page, version: int, stamp: Stamp) -> Place:
    if place.state not in LIVE:
        raise WrongState(_("This place is no longer yours."))
    if place.version != version:
        raise PageMoved(_("This page was changed in another window meanwhile."))
    shows = page.in_brochure and page.shows_contact
    consent = (place.in_brochure, place.shows_contact) != (page.in_brochure, shows)
    place.in_brochure, place.shows_contact = page.in_brochure, shows
    place.field, place.direction, place.needs = page.field, page.direction, page.needs
    place.version += 1
    if consent:
        place.consent_changed_at = stamp.at
    place.save(
        update_fields=[
            "in_brochure",
            "shows_contact",
            "field",
            "direction",
            "needs",
            "version",
            "consent_changed_at",
        ]
    )
    told = PageChanged(
        event_id=place.event_id,
        place_id=place.pk,
        in_brochure=place.in_brochure,
        shows_contact=place.shows_contact,
    )
    journal.record(told, subject=place, stamp=stamp)
    return place
