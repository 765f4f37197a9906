"""Released lists: each with its own page and address, frozen items, hash, addenda and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.texts import in_english, said
from citystage.stages.catalogue import papers
from citystage.stages.catalogue.models import Release, ReleaseItem
from citystage.stages.catalogue.queries import lists
from citystage.web.public.sheets import language
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, facet
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One frozen item as the page shows it."""

    ordinal: int
    number: str
    title: str
    owner: str
    place: str
    money: str
    summary: str


@require_safe
@open_page
def list_index(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """``/lists/``."""
    here = Address.of(request)
    city, kind = request.GET.get("city", ""), request.GET.get("kind", "")
    found = Paginator(lists.released(city=city, kind=kind), PER_PAGE)
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Released lists"))],
        "page": found.get_page(request.GET.get("page")),
        "facets": _facets(here),
        "clear": here.path,
        "filtered": bool(city or kind),
    }
    return show(request, "public/lists.html", context, part="results")


def _facets(here: Address) -> list[Facet]:
    counted = lists.counted()
    kinds = dict(Release.Kind.choices)
    by_kind: dict[str, int] = {}
    by_city: dict[tuple[str, str], int] = {}
    for code, name, kind, number in counted:
        by_kind[kind] = by_kind.get(kind, 0) + number
        by_city[code, name] = by_city.get((code, name), 0) + number
    return [
        facet("kind", _("Kind of list"), [(k, kinds[k], n) for k, n in by_kind.items()], here=here),
        facet("city", _("City"), [(c, name, n) for (c, name), n in by_city.items()], here=here),
    ]


@require_safe
@open_page
def list_page(request: HttpRequest, stamp: Stamp, city: str, code: str) -> HttpResponse:
    """``/lists/<city>/<code>/``."""
    release = lists.reach_release(stamp.actor, city, code)
    wear_city(request, release.city)
    items = list(lists.items_of(release))
    context = {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Released lists"), url=reverse("public:lists")),
            Link(label=release.label),
        ],
        "release": release,
        "groups": grouped(items),
        "known": len(items),
        "missing": max((release.stated_items or 0) - len(items), 0),
        "files": [
            (kind, reverse("public:list_file", args=[city, code, kind])) for kind in papers.FORMATS
        ]
        if release.sha256
        else [],
        "addenda": list(lists.addenda_of(release)),
        "released": bool(release.sha256),
    }
    return show(request, "public/list.html", context)


def grouped(items: Sequence[ReleaseItem]) -> list[tuple[str, list[Line]]]:
    """The items under their fields, in the order of the list."""
    groups: dict[str, list[Line]] = {}
    for item in items:
        groups.setdefault(said(item.frozen.get("field")), []).append(_line(item))
    return list(groups.items())


def _line(item: ReleaseItem) -> Line:
    frozen: Mapping[str, Any] = item.frozen
    english = in_english() and frozen.get("title_en")
    budget = frozen.get("budget_fen")
    return Line(
        ordinal=item.ordinal,
        number=str(frozen.get("number", item.scenario.number)),
        title=str(frozen["title_en"] if english else frozen.get("title", item.scenario.title)),
        owner=str(frozen.get("owner", "")),
        place=said(frozen.get("district")),
        money=formats.money(budget) or str(frozen.get("budget_text", "")),
        summary=str(frozen.get("summary", "")),
    )


@require_safe
@open_page
def list_file(
    request: HttpRequest,  # noqa: ARG001
    stamp: Stamp,
    city: str,
    code: str,
    kind: str,
) -> HttpResponse:
    """The released list as a file."""
    release = lists.reach_release(stamp.actor, city, code)
    paper = papers.file_of(release, kind, language())
    response = HttpResponse(paper.content, content_type=paper.content_type)
    response["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    response["ETag"] = f'"{paper.sha256}"'
    return response


@require_safe
@open_page
def list_text(request: HttpRequest, stamp: Stamp, city: str, code: str) -> HttpResponse:  # noqa: ARG001
    """The very bytes that were hashed: whoever holds them can check the list without us."""
    release = lists.reach_release(stamp.actor, city, code)
    paper = papers.file_of(release, papers.CANONICAL, language())
    response = HttpResponse(paper.content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{city}-{code}-frozen.json"'
    return response
