"""An edition of the brochure is asked for, begun, finished, or given up."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.brochures import (
    BrochureAsked,
    BrochureBegun,
    BrochureFailed,
    BrochureMade,
)
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Brochure, BrochurePage, Event
from citystage.stages.events.queries import brochures
from citystage.stages.events.rules.hosting import may_host
from citystage.stages.events.states.events import (
    BEGIN_BROCHURE,
    FAIL_BROCHURE,
    FINISH_BROCHURE,
    BrochureState,
)


class NotNow(Refusal):
    """No edition can be made now."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One page as it was laid out: whose, where, with the contact or without."""

    place_id: int
    page: int
    with_contact: bool


@transaction.atomic(durable=True)
def ask_brochure(event: Event, *, language: str, stamp: Stamp) -> Brochure:
    """Ask for a new edition; while one is being made, that one is the answer."""
    event = lock_event(event.pk)
    may_host(stamp.actor, event.organiser).enforce()
    if running := brochures.under_way(event):
        return running
    if not brochures.to_print(event).exists():
        raise NotNow(_("No participant has agreed to a page yet."))
    last = event.brochures.aggregate(last=Max("edition"))["last"] or 0
    made = Brochure.objects.create(
        event=event,
        edition=last + 1,
        language=language,
        asked_by_id=stamp.actor.user_id,
        asked_at=stamp.at,
    )
    told = BrochureAsked(event_id=event.pk, brochure_id=made.pk)
    journal.record(told, subject=event, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def begin_brochure(brochure: Brochure, *, stamp: Stamp) -> bool:
    """Take it up; false when another worker has."""
    made = _locked(brochure)
    if made.state != BrochureState.ASKED:
        return False
    made.total = brochures.to_print(made.event).count()
    made.save(update_fields=["total"])
    told = BrochureBegun(event_id=made.event_id, brochure_id=made.pk)
    advance(made, BEGIN_BROCHURE, fact=told, stamp=stamp)
    return True


@transaction.atomic(durable=True)
def finish_brochure(
    brochure: Brochure, *, content: bytes, pages: Sequence[Printed], stamp: Stamp
) -> Brochure:
    """Keep the file, and what it holds of whom."""
    made = _locked(brochure)
    digest = hashlib.sha256(content).hexdigest()
    name = f"events/{made.event_id}/brochure-{made.edition}-{digest[:16]}.pdf"
    made.path = default_storage.save(name, ContentFile(content))
    made.sha256, made.made_at, made.done = digest, stamp.at, len(pages)
    made.save(update_fields=["path", "sha256", "made_at", "done"])
    BrochurePage.objects.bulk_create(
        BrochurePage(
            brochure=made, place_id=one.place_id, page=one.page, with_contact=one.with_contact
        )
        for one in pages
    )
    told = BrochureMade(
        event_id=made.event_id, brochure_id=made.pk, pages=len(pages), sha256=digest
    )
    advance(made, FINISH_BROCHURE, fact=told, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def fail_brochure(brochure: Brochure, *, error: str, stamp: Stamp) -> None:
    """Say that it could not be made; the organisers may ask again."""
    made = _locked(brochure)
    if made.state in FAIL_BROCHURE.sources:
        told = BrochureFailed(event_id=made.event_id, brochure_id=made.pk, error=error[:300])
        advance(made, FAIL_BROCHURE, fact=told, stamp=stamp)


def _locked(brochure: Brochure) -> Brochure:
    rows = Brochure.objects.select_for_update(of=("self",))
    return rows.select_related("event__organiser").get(pk=brochure.pk)
