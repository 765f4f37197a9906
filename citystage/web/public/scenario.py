"""One scenario as a story: where it stands, what is wanted, what happened, what one can do now."""

from collections.abc import Sequence
from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.qr import qr_svg
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import public_timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.actions.follow import follow, unfollow
from citystage.stages.catalogue.actions.unmask_contact import unmask_contact
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import readers, relatives, scenarios
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.queries import openings
from citystage.stages.matchmaking.queries.reach import sees_suppliers
from citystage.web.public.answering import answering
from citystage.web.public.cards import (
    badges,
    floor_of,
    is_direction,
    money_of,
    need_of,
    scenario_card,
)
from citystage.web.public.following import told_of_talks
from citystage.web.public.needs import Part, requirements, sections, title_of
from citystage.web.shell.components import Event, Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, page, show

# A need longer than this stands in the document only, not under the title as well.
_LEAD = 160
_LOOK = {
    "catalogue.scenario.entered": ("file-text", "plain"),
    "catalogue.scenario.published": ("send", "accent"),
    "catalogue.scenario.listed": ("list-checks", "accent"),
    "catalogue.scenario.matched": ("handshake", "good"),
    "catalogue.scenario.landed": ("award", "good"),
    "catalogue.scenario.corrected": ("pencil", "plain"),
    "catalogue.scenario.closed": ("minus", "warn"),
    "catalogue.scenario.reopened": ("history", "plain"),
    "catalogue.scenario.withdrawn": ("x", "bad"),
    "docking.opening.opened": ("send", "accent"),
    "docking.opening.extended": ("clock", "plain"),
    "docking.opening.closed": ("clock", "plain"),
    "docking.opening.chosen": ("award", "good"),
    "docking.opening.none_suitable": ("minus", "warn"),
    "docking.opening.cancelled": ("x", "warn"),
}


def address_of(scenario: Scenario) -> str:
    """The absolute address of a scenario's page."""
    return settings.SITE_ADDRESS + reverse("public:scenario", args=[scenario.number])


def event_of(entry: Entry) -> Event:
    """A row of the ledger as a line of the timeline; the public reads units, not persons."""
    icon, tone = _LOOK.get(entry.verb, ("check", "plain"))
    return Event(
        at=entry.at,
        what=entry.label,
        who=entry.unit.label if entry.unit else "",
        note=str(entry.payload.get("note") or ""),
        icon=icon,
        tone=tone,  # type: ignore[arg-type]
    )


def deadline_of(scenario: Scenario) -> datetime | None:
    """The moment at which it stops taking answers."""
    if not scenario.valid_until:
        return None
    return datetime.combine(scenario.valid_until, time(0), tzinfo=timezone.get_current_timezone())


@require_safe
@open_page
def scenario_page(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/scenarios/<number>/``."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    wear_city(request, scenario.city)
    return show(request, "public/scenario.html", story(scenario, stamp))


def story(scenario: Scenario, stamp: Stamp) -> dict[str, object]:
    """Everything the page tells."""
    near, parts = relatives.of(scenario), sections(scenario)
    opened = openings.all_of(scenario)
    return {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Scenario opportunities"), url=reverse("public:scenarios")),
            Link(label=scenario.number),
        ],
        "scenario": scenario,
        "badges": badges(scenario),
        "floor": floor_of(scenario),
        "lead": need_of(scenario) if _stands_apart(scenario, parts) else "",
        "sections": parts,
        "requirements": requirements(parts),
        "money": money_of(scenario),
        "deadline": deadline_of(scenario),
        "open": scenario.state == ScenarioState.OPEN and not is_direction(scenario),
        "direction": is_direction(scenario),
        "contact": scenario.contact,
        "following": readers.follows(stamp.actor, scenario),
        "who": sees_suppliers(stamp.actor, scenario),
        "events": [event_of(entry) for entry in public_timeline(scenario, *opened).reverse()],
        **answering(scenario, opened[0] if opened else None, stamp),
        **told_of_talks(scenario, stamp),
        "lists": scenarios.lists_of(scenario).select_related("city"),
        "versions": relatives.versions_of(scenario)[:20],
        "parts": [scenario_card(one, now=stamp.at) for one in near.parts],
        "relatives": [scenario_card(one, now=stamp.at) for one in near.like],
        "address": address_of(scenario),
        "qr": qr_svg(address_of(scenario)),
    }


def _stands_apart(scenario: Scenario, parts: Sequence[Part]) -> bool:
    """Whether the need, short enough for a lead, does not merely repeat the document."""
    return len(need_of(scenario)) <= _LEAD and need_of(scenario) not in {p.text for p in parts}


@require_POST
@page
def show_contact(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Unmask the contact data; that is put on record."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    contact = unmask_contact(scenario, stamp=stamp)
    context = {**story(scenario, stamp), "unmasked": contact}
    return show(request, "public/scenario.html", context, part="contact_block")


@require_POST
@page
def change_following(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Follow the record, or stop following it."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    if request.POST.get("follow") == "no":
        unfollow(scenario, stamp=stamp)
    else:
        follow(scenario, stamp=stamp)
    return HttpResponseRedirect(reverse("public:scenario", args=[number]))


@require_safe
@open_page
def version_page(request: HttpRequest, stamp: Stamp, number: str, version: int) -> HttpResponse:
    """One version of the record, beside the one before it."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    kept, earlier = relatives.version_pair(scenario, version)
    if kept is None:
        raise NotFound(_("There is no such version of this record."))
    before = earlier.snapshot if earlier else {}
    context = {
        "crumbs": [
            Link(label=_("Scenario opportunities"), url=reverse("public:scenarios")),
            Link(label=number, url=reverse("public:scenario", args=[number])),
            Link(label=_("Version %(n)s") % {"n": version}),
        ],
        "scenario": scenario,
        "kept": kept,
        "changes": [
            {"title": title_of(change.name), "segments": change.segments}
            for change in relatives.changes(before, kept.snapshot)
        ],
        "first": not before,
        "latest": version == scenario.version,
    }
    return show(request, "public/version.html", context)
