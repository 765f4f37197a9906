"""Papers of an event: added and taken away."""

import hashlib
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.events.facts.events import MaterialAdded, MaterialRemoved
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event, Material
from citystage.stages.events.rules.hosting import may_host
from citystage.stages.events.states.events import EventState
from citystage.stages.intake.filetypes import HEAD, is_what_it_says

MOST_BYTES: Final = 20 * 1024 * 1024
KINDS: Final = (".pdf", ".docx", ".pptx", ".xlsx", ".ofd", ".jpg", ".jpeg", ".png")


class WrongFile(Refusal):
    """A file that is not taken."""

    status = 422


@transaction.atomic(durable=True)
def add_material(  # noqa: PLR0913 -- the parts of one paper
    event: Event, *, title: str, name: str, content: bytes, public: bool, stamp: Stamp
) -> Material:
    """Add a paper, also after the event: minutes and slides come then."""
    event = lock_event(event.pk)
    may_host(stamp.actor, event.organiser).enforce()
    if event.state == EventState.CANCELLED:
        raise WrongFile(_("The event was called off."))
    suffix = f".{name.rsplit('.', 1)[-1].lower()}"
    if suffix not in KINDS or not is_what_it_says(suffix, content[:HEAD]):
        raise WrongFile(_("Take a PDF, OFD, Word, Excel, PowerPoint, JPEG or PNG file."))
    if len(content) > MOST_BYTES:
        raise WrongFile(_("A file may have 20 MB at most."))
    digest = hashlib.sha256(content).hexdigest()
    if known := event.materials.filter(sha256=digest).first():
        return known
    made = Material(
        event=event,
        title=title.strip() or name[:200],
        name=name[:200],
        size=len(content),
        sha256=digest,
        public=public,
        added_by_id=stamp.actor.user_id,
        added_at=stamp.at,
    )
    made.file.save(name, ContentFile(content), save=False)
    made.save()
    told = MaterialAdded(event_id=event.pk, material_id=made.pk, sha256=digest)
    journal.record(told, subject=event, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def remove_material(event: Event, *, pk: int, stamp: Stamp) -> None:
    """Take a paper away; its name and hash stay in the ledger."""
    event = lock_event(event.pk)
    may_host(stamp.actor, event.organiser).enforce()
    made = event.materials.filter(pk=pk).first()
    if made is None:
        raise NotFound(_("Somebody else has taken it away meanwhile."))
    told = MaterialRemoved(event_id=event.pk, name=made.name, sha256=made.sha256)
    journal.record(told, subject=event, stamp=stamp)
    made.delete()
