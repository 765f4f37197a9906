"""What one scenario looks like outside the site: the printed sheet, the card in a chat."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.documents.model import (
    Happening,
    Language,
    Passage,
    RecordSheet,
    ShareCard,
)
from citystage.foundation.documents.model import Stage as SheetStage
from citystage.foundation.documents.pdf import record_pdf
from citystage.foundation.documents.share_card import share_card_png
from citystage.foundation.ledger.queries import public_timeline
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.states import ScenarioState
from citystage.web.public.cards import badges, floor_of, money_of, need_of
from citystage.web.public.needs import sections
from citystage.web.public.scenario import address_of
from citystage.web.shell.brand import legible
from citystage.web.shell.components import FLOORS
from citystage.web.shell.pages import open_page, refused


def language() -> Language:
    """The language a document is written in."""
    return "en" if in_english() else "zh-hans"


def accent_of(scenario: Scenario) -> str:
    """The colour of the scenario's city."""
    return legible(str(scenario.city.facts.get("colour", "")))


@require_safe
@open_page
def scenario_sheet(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:  # noqa: ARG001
    """The record on two pages, with its QR code."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    response = HttpResponse(record_pdf(sheet_of(scenario)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{scenario.number}.pdf"'
    return response


def sheet_of(scenario: Scenario) -> RecordSheet:
    """The record as the document asks for it."""
    floor = floor_of(scenario)
    facts = (
        (gettext("Status"), str(ScenarioState(scenario.state).label)),
        (gettext("Field"), scenario.field.label if scenario.field else ""),
        (gettext("District"), scenario.district.label if scenario.district else ""),
        (gettext("Money"), money_of(scenario)),
        (gettext("Cooperation mode"), scenario.mode_text or str(scenario.get_mode_display())),
    )
    return RecordSheet(
        code=scenario.number,
        title=scenario.label,
        owner=scenario.owner_name,
        language=language(),
        printed_on=timezone.localdate(),
        address=address_of(scenario),
        summary=need_of(scenario),
        issuer=scenario.city.label,
        stages=tuple(
            SheetStage(
                title=str(label),
                standing="done" if n < floor else "now" if n == floor else "ahead",
            )
            for n, label in enumerate(FLOORS, start=1)
        ),
        facts=facts,
        passages=tuple(
            Passage(title=str(p.title), text=p.text, points=tuple(one.text for one in p.points))
            for p in sections(scenario)
            if p.text != need_of(scenario)
        ),
        timeline=tuple(
            Happening(
                on=timezone.localtime(entry.at).date(),
                what=str(entry.label),
                who=entry.unit.label if entry.unit else "",
            )
            for entry in public_timeline(scenario)
        ),
        lists=tuple(f"{one.label} {one.number}".strip() for one in scenarios.lists_of(scenario)),
        accent=accent_of(scenario),
    )


@require_safe
def scenario_image(request: HttpRequest, number: str) -> HttpResponse:
    """The card a chat shows: only what is public, whoever asks."""
    try:
        scenario = scenarios.reach_scenario(NOBODY, number)
    except NotFound as refusal:
        return refused(request, refusal)
    card = ShareCard(
        title=scenario.label,
        owner=scenario.owner_name,
        city=scenario.city.label,
        address=address_of(scenario),
        language=language(),
        summary=need_of(scenario)[:200],
        marks=tuple(str(one.label) for one in badges(scenario)),
        accent=accent_of(scenario),
    )
    response = HttpResponse(_drawn(card), content_type="image/png")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@lru_cache(maxsize=64)
def _drawn(card: ShareCard) -> bytes:
    return share_card_png(card)
