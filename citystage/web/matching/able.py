"""Who could do this? Requirements beside ranked suppliers, each with its reasons, and decisions."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.matching.records import Verdict
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.actions.show import Shown, record_showing
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.queries import judgements, reach
from citystage.stages.matchmaking.queries.beside import funds_beside
from citystage.stages.matchmaking.queries.rows import Row
from citystage.stages.matchmaking.queries.suppliers import Point, Suppliers, able_suppliers
from citystage.stages.matchmaking.states import OUT, JudgementKind
from citystage.web.matching.forms import AgainstForm, ProposeForm
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Badge, Event, Link, Option, Tone
from citystage.web.shell.context import wear_city
from citystage.web.shell.matches import (
    Pair,
    asides,
    has_substance,
    pairs_of,
    parts_of,
    verdict_mark,
)
from citystage.web.shell.pages import page, show
from citystage.web.shell.tried import Tie, Tried, tried_before

TEMPLATE = "matching/able.html"
# Of what cannot be called a match, so many are shown as the nearest.
_NEAREST = 5
_EVENTS: Mapping[str, tuple[str, Tone]] = {
    JudgementKind.CONFIRM: ("check", "good"),
    JudgementKind.PIN: ("star", "accent"),
    JudgementKind.REJECT: ("x", "bad"),
    JudgementKind.EXCLUDE: ("eye-off", "bad"),
    JudgementKind.PROPOSE: ("handshake", "accent"),
    JudgementKind.WITHDRAW: ("corner-up-left", "plain"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement, and how many of the shown suppliers answer it."""

    point: Point
    answered: int


@dataclass(frozen=True, slots=True)
class Line:
    """One supplier as it is drawn."""

    row: Row
    mark: Badge
    pairs: Sequence[Pair]
    against: Form
    propose: Form
    open: bool = False
    # What came of it when this supplier and this owner had to do with each other before.
    tried: Sequence[Tried] = ()

    @property
    def failed(self) -> bool:
        """Whether something of it did not work."""
        return any(one.failed for one in self.tried)


@dataclass(frozen=True, slots=True)
class Turned:
    """What the page is told besides the address: which line stands open, with which form."""

    organisation: int = 0
    forms: Mapping[str, Form] = field(default_factory=dict)
    # The decision just made, so that it can be taken back at once.
    just: Judgement | None = None


@require_safe
@page
def able(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/matching/<number>/``; ``open=`` names the supplier that stands open."""
    scenario = reach.reach_matchable(stamp.actor, number)
    opened = request.GET.get("open", "")
    turned = Turned(int(opened) if opened.isdecimal() and len(opened) < 10 else 0)  # noqa: PLR2004 -- an integer column
    return draw(request, stamp, scenario, turned)


def draw(
    request: HttpRequest, stamp: Stamp, scenario: Scenario, turned: Turned, *, status: int = 200
) -> HttpResponse:
    """The page, or the part of it that a decision changes."""
    wear_city(request, scenario.city)
    found = able_suppliers(stamp.actor, scenario)
    shown = [
        Shown(scenario.pk, row.organisation.pk, row.score, parts_of(row))
        for row in found.rows
        if row.score is not None
    ]
    record_showing(scenario, rows=shown, version=found.version, stamp=stamp)
    tie = partial(Tie.of, scenario)
    context = {
        "scenario": scenario,
        **told(found, Address.of(request), turned, before(stamp.actor, found, tie)),
        "funds": asides(funds_beside(stamp.actor, scenario)),
        **_may(stamp.actor, scenario),
        "base": reverse("matching:able", args=[scenario.number]),
        "just": turned.just,
        "events": [event(one) for one in judgements.history(stamp.actor, scenario)[:30]],
        "crumbs": [
            Link(label=_("Who could do it"), url=reverse("matching:index")),
            Link(label=scenario.label),
        ],
    }
    return show(request, TEMPLATE, context, part="able", status=status)


type Before = Mapping[int, Sequence[Tried]]


def before(actor: Actor, found: Suppliers, tie: Callable[[int], Tie]) -> Before:
    """Organisation -> what came of it with this owner before; ``tie`` binds one to the owner."""
    ties = [tie(row.organisation.pk) for row in found.rows]
    return {one.supplier: known for one, known in tried_before(actor, ties).items()}


def told(found: Suppliers, here: Address, turned: Turned, known: Before) -> dict[str, object]:
    """What the ranking says, for a scenario and for a draft alike."""
    numbers = {point.words.text: point.number for point in found.points}
    lines = [_line(row, numbers, turned, known) for row in found.rows]
    answered = Counter(
        number
        for line in lines
        if line.row.verdict != Verdict.NONE
        for number in {pair.number for pair in line.pairs}
    )
    nothing = found.verdict == Verdict.NONE
    near = [line for line in lines if line.row.judgement or has_substance(line.row)]
    wanted = (here.values("show") or ("",))[-1]
    kept = [line for line in lines if not wanted or line.row.verdict == wanted]
    return {
        "found": found,
        "asked": [Asked(point, answered[point.number]) for point in found.points],
        "lines": near[:_NEAREST] if nothing else kept,
        "nothing": nothing,
        # What the best one would take means little where nothing is said of the same thing.
        "shortfalls": found.shortfalls if near else (),
        "options": [] if nothing else _options(lines, here, wanted),
        "out": found.out,
        # The owner itself is no supplier that a condition keeps away.
        "barred": [row for row in found.barred if not _is_owner(row)],
    }


def _is_owner(row: Row) -> bool:
    return row.scenario is not None and row.organisation.pk == row.scenario.owner_id


def _line(row: Row, numbers: Mapping[str, int], turned: Turned, known: Before) -> Line:
    pk = row.organisation.pk
    mine = pk == turned.organisation
    forms = turned.forms if mine else {}
    return Line(
        row=row,
        mark=verdict_mark(row.verdict),
        pairs=pairs_of(row, numbers),
        against=forms.get("against") or AgainstForm(auto_id=f"id_against_{pk}_%s"),
        propose=forms.get("propose") or ProposeForm(auto_id=f"id_propose_{pk}_%s"),
        open=mine,
        tried=known.get(pk, ()),
    )


def _options(lines: Sequence[Line], here: Address, wanted: str) -> list[Option]:
    counted = Counter(line.row.verdict for line in lines)
    found = [("", _("All"), len(lines))]
    found += [
        (verdict.value, str(verdict_mark(verdict.value).label), counted[verdict.value])
        for verdict in Verdict
        if counted[verdict.value]
    ]
    return [
        Option(
            value=value,
            label=label,
            count=number,
            url=str(here.having("show", value) if value else here.without("show")),
            active=value == wanted,
        )
        for value, label, number in found
    ]


def _may(actor: Actor, scenario: Scenario) -> dict[str, object]:
    mandated = bool(rules.may_propose(actor, mandated=True, decided=None)) and any(
        one.unit_id in {unit.pk for _role, unit in actor.grants}
        for one in reach.mandates_of(scenario)
    )
    gives = bool(rules.may_give_mandate(actor, scenario))
    return {
        "may_judge": bool(rules.may_judge(actor, scenario)),
        "may_propose": mandated,
        "may_mandate": gives,
        "may_rerank": actor.holds(Permission.MATCHMAKING_RERANKING_SWITCH, scenario.city),
        "mandates": list(reach.mandates_of(scenario)) if gives else [],
        "brokers": list(reach.brokers(scenario.city)) if gives else [],
    }


def event(one: Judgement) -> Event:
    """One decision in the history of the page."""
    icon, tone = _EVENTS[one.kind]
    said = [str(one.get_reason_display()) if one.kind in OUT else "", one.words]
    who = [str(one.made_by or ""), one.made_for.label if one.made_for else ""]
    return Event(
        at=one.made_at,
        what=_("%(supplier)s: %(what)s")
        % {"supplier": one.organisation.label, "what": one.get_kind_display()},
        who=" · ".join(filter(None, who)),
        note=" · ".join(filter(None, said)),
        icon=icon,
        tone=tone,
    )
