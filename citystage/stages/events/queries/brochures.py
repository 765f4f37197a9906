"""Editions of a brochure, and what a printed one still holds."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from citystage.kernel.refusals import NotFound
from citystage.stages.events.models import Brochure, BrochurePage, Event, Place
from citystage.stages.events.states.events import BrochureState
from citystage.stages.events.states.places import PlaceState


def editions(event: Event) -> list[Brochure]:
    """All editions, the newest first, each with how many pages are no longer consented to."""
    gone = Q(pages__place__in_brochure=False) | ~Q(pages__place__state=PlaceState.CONFIRMED)
    hidden = Q(pages__with_contact=True, pages__place__shows_contact=False)
    rows = event.brochures.select_related("asked_by").annotate(
        held=Count("pages", distinct=True),
        outdated=Count("pages", filter=gone | hidden, distinct=True),
    )
    return list(rows.order_by("-edition", "language"))


def reach_edition(event: Event, pk: int) -> Brochure:
    """One that is ready. Raises ``NotFound``."""
    found = event.brochures.filter(pk=pk, state=BrochureState.READY).first()
    if found is None:
        raise NotFound("")
    return found


def under_way(event: Event) -> Brochure | None:
    """The edition that is being made."""
    open_ones = (BrochureState.ASKED, BrochureState.MAKING)
    return event.brochures.filter(state__in=open_ones).order_by("edition").first()


def to_print(event: Event) -> QuerySet[Place]:
    """Who agreed to a page, and has a confirmed place."""
    agreed = event.places.filter(state=PlaceState.CONFIRMED, in_brochure=True)
    return agreed.select_related("field", "organisation").order_by("organisation_name", "number")


def printed_of(place: Place) -> list[BrochurePage]:
    """The printed pages of one participant, the newest edition first."""
    rows = place.printed.filter(brochure__state=BrochureState.READY).select_related("brochure")
    return list(rows.order_by("-brochure__edition", "brochure__language"))


def still_holding(place: Place) -> list[BrochurePage]:
    """Printed pages that show more than is consented to now."""
    return [
        page
        for page in printed_of(place)
        if not place.in_brochure
        or place.state != PlaceState.CONFIRMED
        or (page.with_contact and not place.shows_contact)
    ]


def missing_from_newest(event: Event) -> QuerySet[Place]:
    """Who agreed and is in no ready edition yet."""
    printed = BrochurePage.objects.filter(place=OuterRef("pk"), brochure__state=BrochureState.READY)
    return to_print(event).exclude(Exists(printed))
