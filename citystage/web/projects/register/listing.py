"""First uses and firms brought in: two lists of claims, each unit counted once."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.foundation.tenancy.queries import placed_districts
from citystage.stages.projects.models import Arrival, FirstUse
from citystage.stages.projects.queries import claims as queries
from citystage.stages.projects.queries.claims import Cut
from citystage.stages.projects.rules import claims as rules
from citystage.stages.projects.states.claims import ClaimState, FirstUseKind
from citystage.web.projects.landing.listing import PER_PAGE
from citystage.web.projects.marks import claim_mark
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, chips, facet
from citystage.web.shell.exports import MOST, as_file, offered
from citystage.web.shell.pages import open_page, page, show

_USES: Final = (
    Field(code="product", zh="产品", en="Product"),
    Field(code="model", zh="型号", en="Model"),
    Field(code="maker", zh="研制单位", en="Maker"),
    Field(code="kind", zh="类别", en="Kind"),
    Field(code="user", zh="首用单位", en="First user"),
    Field(code="place", zh="地点", en="Place"),
    Field(code="district", zh="区市", en="District"),
    Field(code="used", zh="首用日期", en="In use since"),
    Field(code="amount", zh="金额", en="Amount"),
    Field(code="state", zh="状态", en="State"),
    Field(code="number", zh="证明编号", en="Certificate"),
    Field(code="claimed", zh="填报单位", en="Reported by"),
    Field(code="claimants", zh="填报单位数", en="Reporting units", kind=Kind.NUMBER),
    Field(code="reason", zh="原因", en="Reason", kind=Kind.LONG),
)
_ARRIVALS: Final = (
    Field(code="firm", zh="企业", en="Firm"),
    Field(code="uscc", zh="统一社会信用代码", en="Unified social credit code"),
    Field(code="district", zh="区市", en="District"),
    Field(code="arrived", zh="落户日期", en="Settled on"),
    Field(code="amount", zh="投资额", en="Investment"),
    Field(code="state", zh="状态", en="State"),
    Field(code="claimed", zh="填报单位", en="Reported by"),
    Field(code="others", zh="其他填报单位", en="Also reported by", kind=Kind.LONG),
    Field(code="reason", zh="原因", en="Reason", kind=Kind.LONG),
)


def _cut(here: Address) -> Cut:
    return Cut(
        kinds=here.values("kind"),
        states=here.values("state"),
        districts=here.values("district"),
        once=(here.values("once") or ("",))[-1],
        words=(here.values("q") or ("",))[-1].strip()[:200],
    )


def _groups(here: Address, actor: Actor, *, kinds: bool) -> list[Facet]:
    states = [(one.value, one.label, None) for one in ClaimState]
    once = [
        (queries.PROVEN_ONCE, _("proven"), None),
        (queries.CLAIMED_ONCE, _("claimed, not counted"), None),
    ]
    groups = [
        facet("state", _("State"), states, here=here),
        facet("once", _("Each once"), once, here=here),
    ]
    if kinds:
        known = [(one.value, one.label, None) for one in FirstUseKind]
        groups.append(facet("kind", _("Which first it is"), known, here=here))
    cities = {unit.city_id or unit.pk for _role, unit in actor.grants}
    places = [
        (unit.code, unit.label, None)
        for unit in placed_districts()
        if not cities or unit.city_id in cities
    ]
    return [*groups, facet("district", _("District"), places, here=here)]


@require_safe
@open_page
def first_uses(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/first-uses/``: everybody reads what is proven."""
    here = Address.of(request)
    cut = _cut(here)
    found = queries.first_uses(stamp.actor, cut)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    groups = _groups(here, stamp.actor, kinds=True)
    proven, claimed = queries.counted_once(stamp.actor)
    context = _around(here, cut, groups) | {
        "page": leaf,
        "rows": [(one, claim_mark(one)) for one in leaf],
        "proven": proven,
        "claimed": claimed,
        "reports": bool(rules.may_report(stamp.actor)),
        "inside": stamp.actor.may(Permission.PROJECT_RECORD_KEEP),
        "files": offered(request, "projects:first_uses_export"),
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("First uses"))],
    }
    return show(request, "projects/register/first_uses.html", context)


@require_safe
@page
def arrivals(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/firms/``."""
    here = Address.of(request)
    cut = _cut(here)
    found = queries.arrivals(stamp.actor, cut)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(leaf)
    others = queries.other_claims(rows)
    groups = _groups(here, stamp.actor, kinds=False)
    proven, claimed = queries.firms_once(stamp.actor)
    context = _around(here, cut, groups) | {
        "page": leaf,
        "rows": [(one, claim_mark(one), others[one.pk]) for one in rows],
        "proven": proven,
        "claimed": claimed,
        "reports": bool(rules.may_claim_arrival(stamp.actor)),
        "inside": stamp.actor.may(Permission.PROJECT_RECORD_KEEP),
        "files": offered(request, "projects:arrivals_export"),
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Firms brought in")),
        ],
    }
    return show(request, "projects/register/arrivals.html", context)


def _around(here: Address, cut: Cut, groups: list[Facet]) -> dict[str, object]:
    return {
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("kind", "state", "district", "once", "q", "page")),
        "behind": {
            name: str(Address(here.path).having("once", name))
            for name in (queries.PROVEN_ONCE, queries.CLAIMED_ONCE)
        },
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(),
    }


@require_safe
@open_page
def first_uses_export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    found = queries.first_uses(stamp.actor, _cut(Address.of(request)))[:MOST]
    return as_file("first-uses", kind, _USES, _uses(found))


@require_safe
@page
def arrivals_export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    found = list(queries.arrivals(stamp.actor, _cut(Address.of(request)))[:MOST])
    return as_file("firms", kind, _ARRIVALS, _firms(found))


def _uses(found: Iterable[Any]) -> Iterator[Row]:
    for one in found:
        use: FirstUse = one
        yield {
            "product": use.product.name,
            "model": use.product.model,
            "maker": use.product.maker_name,
            "kind": str(use.get_kind_display()),
            "user": use.user_label,
            "place": use.place,
            "used": use.used_on.isoformat(),
            "number": use.number,
            "claimants": one.claimants,
            **_common(use),
        }


def _firms(found: list[Arrival]) -> Iterator[Row]:
    others = queries.other_claims(found)
    for one in found:
        names = [other.claimed_for.label for other in others[one.pk] if other.claimed_for]
        yield {
            "firm": one.label,
            "uscc": one.uscc,
            "arrived": one.arrived_on.isoformat(),
            "others": "\n".join(names),
            **_common(one),
        }


def _common(one: FirstUse | Arrival) -> dict[str, str]:
    return {
        "district": one.district.label if one.district else "",
        "amount": formats.money(one.amount) if one.amount is not None else "",
        "state": str(one.get_state_display()),
        "claimed": one.claimed_for.label if one.claimed_for else "",
        "reason": one.reason,
    }
