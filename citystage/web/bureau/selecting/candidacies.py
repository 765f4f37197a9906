"""The candidacies of a selection: list with both orders, bulk passing, export, one of them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS
from citystage.foundation.sheets.writing import Row as SheetRow
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.selection.actions.check_candidacy import check_candidacy
from citystage.stages.selection.actions.order_candidacies import BadOrder, order_candidacies
from citystage.stages.selection.checking import Finding
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries import candidacies as queries
from citystage.stages.selection.queries.candidacies import Narrowed, Row
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import chips, facet
from citystage.web.shell.pages import page

OFFERED = ("xlsx", "csv", "jsonl")
COLUMNS = (
    Field(code="number", zh="序号", en="No.", kind=Kind.NUMBER),
    Field(code="title", zh="名称", en="Title"),
    Field(code="owner", zh="申报单位", en="Applicant"),
    Field(code="district", zh="推荐单位", en="Recommended by"),
    Field(code="recommended_place", zh="推荐名次", en="Their place", kind=Kind.NUMBER),
    Field(code="city_place", zh="市级排序", en="City's order", kind=Kind.NUMBER),
    Field(code="state", zh="状态", en="State"),
    Field(code="opened_at", zh="进入遴选时间", en="Taken into selection", kind=Kind.DATE),
)


def narrowed(here: Address) -> Narrowed:
    """What the address asks for."""
    return Narrowed(
        states=tuple(here.values("state")),
        districts=tuple(here.values("district")),
        words=" ".join(here.values("q"))[:100].strip(),
    )


def _rows(stamp: Stamp, programme: Programme, here: Address) -> list[Row]:
    found = queries.candidacies(stamp.actor, programme, narrowed(here))
    return queries.rows(stamp.actor, found)


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """List the candidacies; whom a conflict keeps away is told so."""
    return _list(request, stamp, reach_programme(stamp.actor, pk))


def _list(
    request: HttpRequest, stamp: Stamp, programme: Programme, *, problem: str = ""
) -> HttpResponse:
    here = Address.of(request)
    facets = [
        facet(
            "state",
            _("State"),
            [(value, label, None) for value, label in CandidacyState.choices],
            here=here,
        ),
        facet(
            "district",
            _("District"),
            [(code, label, None) for code, label in queries.districts_in(programme)],
            here=here,
        ),
    ]
    manages = stamp.actor.holds(Permission.SELECTION_CANDIDACY_CHECK, programme.city)
    context = {
        "rows": _rows(stamp, programme, here),
        "facets": facets,
        "chips": chips(facets),
        "words": narrowed(here).words,
        "manages": manages,
        "query": request.GET.urlencode(),
        "problem": problem,
        "sent": request.POST,
    }
    return framed(
        request,
        stamp,
        programme,
        "candidacies",
        "bureau/selecting/candidacies.html",
        context,
        status=422 if problem else 200,
    )


@require_POST
@page
def acts(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Pass the chosen ones, or keep the city's order as it was typed."""
    programme = reach_programme(stamp.actor, pk, Permission.SELECTION_CANDIDACY_CHECK)
    if request.POST.get("do") == "order":
        try:
            order_candidacies(programme, places=_places(request.POST), stamp=stamp)
        except BadOrder as refusal:
            return _list(request, stamp, programme, problem=str(refusal))
        messages.success(request, _("The city's order is kept; the districts' stands beside it."))
    else:
        _pass(request, stamp, programme)
    return HttpResponseRedirect(reverse("bureau:selection_candidacies", args=[pk]))


def _places(post: Mapping[str, str]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for name, value in post.items():
        number = name.removeprefix("place-")
        if number != name and number.isdecimal() and len(number) < 6:  # noqa: PLR2004 -- a number of the list
            usable = value.strip().isdecimal() and len(value.strip()) < 5  # noqa: PLR2004 -- a small column
            found[int(number)] = int(value) if usable else (None if not value.strip() else 0)
    return found


def _pass(request: HttpRequest, stamp: Stamp, programme: Programme) -> None:
    """Every item of the chosen ones is met; each is an act of its own."""
    met = {item.code: Finding(result="met") for item in programme.read_terms().checks}
    passed = 0
    for number in request.POST.getlist("chosen"):
        if not number.isdecimal() or len(number) > 6:  # noqa: PLR2004 -- a number of the list
            continue
        try:
            found = queries.reach_candidacy(stamp.actor, programme, int(number))
            check_candidacy(found, found=met, stamp=stamp)
        except Refusal as refusal:
            told = {"number": number, "reason": str(refusal)}
            messages.warning(request, _("No. %(number)s: %(reason)s") % told)
        else:
            passed += 1
    if passed:
        words = ngettext(
            "%d candidacy passed the formal check.",
            "%d candidacies passed the formal check.",
            passed,
        )
        messages.success(request, words % passed)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """The list as one sees it, as a file; what one is kept away from is not in it."""
    programme = reach_programme(stamp.actor, pk)
    if kind not in OFFERED:
        raise NotFound(_("There is no such file of this list."))
    shown = [row for row in _rows(stamp, programme, Address.of(request)) if not row.barred]
    name = f"candidacies-{programme.call.code}-{timezone.localdate():%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, COLUMNS, _sheet(shown))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _sheet(shown: Iterable[Row]) -> Iterator[SheetRow]:
    for row in shown:
        one = row.candidacy
        line: SheetRow = {
            "number": one.number,
            "title": one.application.title,
            "owner": one.application.owner_name,
            "district": one.application.recommender.label,
            "recommended_place": row.place,
            "city_place": one.city_place,
            "state": one.get_state_display(),
            "opened_at": timezone.localtime(one.opened_at).date(),
        }
        yield {code: value for code, value in line.items() if value not in {None, ""}}
