"""The worker's part: lay out a brochure, telling how far it is."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.engines.text.pinyin import name_keys
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.documents.gatherings import Profile, brochure_pdf
from citystage.foundation.documents.model import Language
from citystage.stages.events.actions.ask_brochure import (
    Printed,
    begin_brochure,
    fail_brochure,
    finish_brochure,
)
from citystage.stages.events.models import Brochure
from citystage.stages.events.printing import occasion, profile
from citystage.stages.events.queries import brochures

_STEP = 20


@task()
def make_brochure(brochure_id: int) -> int:
    """Make the edition of this number; returns its pages. Safe to run twice."""
    brochure = Brochure.objects.select_related("event__organiser", "event__city").get(
        pk=brochure_id
    )
    if not begin_brochure(brochure, stamp=_stamp()):
        return 0
    try:
        content, pages = _laid_out(brochure)
    except Exception as error:
        fail_brochure(brochure, error=repr(error), stamp=_stamp())
        raise
    finish_brochure(brochure, content=content, pages=pages, stamp=_stamp())
    return len(pages)


def _laid_out(brochure: Brochure) -> tuple[bytes, list[Printed]]:
    language: Language = "en" if brochure.language == "en" else "zh-hans"
    event = brochure.event
    agreed = sorted(
        brochures.to_print(event), key=lambda one: (_reading(one.organisation_name), one.number)
    )
    profiles: list[Profile] = []
    for number, place in enumerate(agreed, start=1):
        profiles.append(profile(event, place, language))
        if number % _STEP == 0:
            Brochure.objects.filter(pk=brochure.pk).update(done=number)
    content = brochure_pdf(occasion(event, language), edition=brochure.edition, profiles=profiles)
    pages = [
        Printed(place.pk, number, place.shows_contact)
        for number, place in enumerate(agreed, start=1)
    ]
    return content, pages


def _reading(name: str) -> str:
    """The name in pinyin, so that Chinese and Latin names stand in one order."""
    return max(name_keys(name), key=len, default=name)


def _stamp() -> Stamp:
    return Stamp(actor=NOBODY, at=timezone.now(), channel="job", request_id=uuid4())
