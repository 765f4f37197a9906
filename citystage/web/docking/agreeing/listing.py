"""Agreements with totals kept apart by kind and force; intents with where they stand."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Agreement
from citystage.stages.docking.queries import agreements as queries
from citystage.stages.docking.queries.agreements import Cut
from citystage.stages.docking.states.agreements import (
    AgreementState,
    DealKind,
    Force,
    IntentState,
)
from citystage.web.docking.agreeing.marks import (
    agreement_mark,
    amount_of,
    force_mark,
    intent_mark,
)
from citystage.web.docking.tracking import files
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Text, chips, facet
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 30
_COLUMNS: Final = (
    Field(code="title", zh="协议", en="Agreement"),
    Field(code="kind", zh="类别", en="Kind"),
    Field(code="force", zh="约束力", en="How far it binds"),
    Field(code="parties", zh="签约各方", en="Parties", kind=Kind.LONG),
    Field(code="amount", zh="金额", en="Amount"),
    Field(code="signed", zh="签约日期", en="Signed"),
    Field(code="expires", zh="到期日", en="Last day"),
    Field(code="state", zh="状态", en="State"),
    Field(code="related", zh="关联方", en="Related parties"),
    Field(code="scenario", zh="场景", en="Scenario"),
    Field(code="event", zh="签约活动", en="Event"),
    Field(code="broker", zh="场景经理人", en="Broker"),
)


def ensure(actor: Actor) -> None:
    """Raise ``NotFound`` for a hat that has no part in agreements."""
    if not actor.may(Permission.DOCKING_DEAL_KEEP):
        raise NotFound(_("There is nothing here for your role."))


def _cut(here: Address) -> Cut:
    return Cut(
        kinds=here.values("kind"),
        states=here.values("state"),
        forces=here.values("force"),
        unnamed=here.has("amount", "none"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
    )


def _groups(here: Address, states: Iterable[tuple[str, Text]], *, forces: bool) -> list[Facet]:
    kinds = [(one.value, one.label, None) for one in DealKind]
    groups = [
        facet("kind", _("Kind"), kinds, here=here),
        facet("state", _("State"), [(v, t, None) for v, t in states], here=here),
    ]
    if forces:
        known = [(one.value, one.label, None) for one in Force]
        groups.append(facet("force", _("How far it binds"), known, here=here))
        unnamed: list[tuple[str, Text, int | None]] = [("none", _("without an amount"), None)]
        groups.append(facet("amount", _("Amount"), unnamed, here=here))
    return groups


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/agreements/``."""
    ensure(stamp.actor)
    here = Address.of(request)
    cut = _cut(here)
    leaf = Paginator(queries.agreements(stamp.actor, cut), PER_PAGE).get_page(
        request.GET.get("page")
    )
    deals = list(leaf)
    ties = queries.ties(deals, today=timezone.localdate(stamp.at))
    groups = _groups(here, AgreementState.choices, forces=True)
    context = _around(here, cut, groups) | {
        "page": leaf,
        "rows": [
            (one, agreement_mark(one), force_mark(one), amount_of(one), ties.get(one.pk))
            for one in deals
        ],
        "totals": [(one, *_behind(here, cut, one)) for one in queries.totals(stamp.actor, cut)],
        "files": files.offered(request, "docking:agreements_export"),
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Agreements"))],
    }
    return show(request, "docking/agreeing/agreements.html", context)


def _behind(here: Address, cut: Cut, total: queries.Total) -> tuple[str, str]:
    """Where the agreements of one line are listed, and those of them without an amount."""
    wanted = here.having("kind", total.kind.value).having("force", total.force.value)
    # Totals leave out what ended early; the list does not of itself.
    states = [
        one for one in cut.states or AgreementState.values if one != AgreementState.ENDED.value
    ]
    pairs = (*wanted.without("state").pairs, *(("state", one) for one in states))
    found = Address(here.path, pairs)
    return str(found), str(found.having("amount", "none"))


@require_safe
@page
def intents(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/intents/``."""
    ensure(stamp.actor)
    here = Address.of(request)
    cut = _cut(here)
    leaf = Paginator(queries.intents(stamp.actor, cut), PER_PAGE).get_page(request.GET.get("page"))
    groups = _groups(here, IntentState.choices, forces=False)
    context = _around(here, cut, groups) | {
        "page": leaf,
        "rows": [(one, intent_mark(one), amount_of(one)) for one in leaf],
        "crumbs": [
            Link(label=_("Agreements"), url=reverse("docking:agreements")),
            Link(label=_("Intents")),
        ],
    }
    return show(request, "docking/agreeing/intents.html", context)


def _around(here: Address, cut: Cut, groups: list[Facet]) -> dict[str, object]:
    return {
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("kind", "state", "force", "amount", "q", "page")),
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(),
    }


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    ensure(stamp.actor)
    found = list(queries.agreements(stamp.actor, _cut(Address.of(request)))[: files.MOST])
    ties = queries.ties(found, today=timezone.localdate(stamp.at))
    return files.as_file("agreements", kind, _COLUMNS, _rows(found, ties))


def _rows(found: list[Agreement], ties: dict[int, list[queries.Tie]]) -> Iterator[Row]:
    for one in found:
        yield {
            "title": one.title,
            "kind": str(one.get_kind_display()),
            "force": str(one.get_force_display()),
            "parties": "\n".join(party.label for party in one.parties.all()),
            "amount": amount_of(one),
            "signed": one.signed_on.isoformat(),
            "expires": one.expires_on.isoformat() if one.expires_on else "",
            "state": str(one.get_state_display()),
            "related": "\n".join(
                f"{tie.holder} → {tie.held} {tie.percent}%" for tie in ties.get(one.pk, ())
            ),
            "scenario": one.scenario.label if one.scenario else "",
            "event": one.event.label if one.event else "",
            "broker": one.broker.label if one.broker else "",
        }
