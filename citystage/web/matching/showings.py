"""The history of what was shown to whom: browsed, one page looked at, taken along as a file."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking.queries import showings
from citystage.stages.matchmaking.queries.showings import ShownPage, Wanted
from citystage.stages.matchmaking.wording import part_name
from citystage.web.matching.exporting import OFFERED
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show
from citystage.web.shell.persons import PersonField

PER_PAGE: Final = 30
# Of each page so many rows stand in the list; all of them on the page of its own.
_FIRST: Final = 3
# A file holds so many pages at most, the newest; a longer time is taken in parts.
MOST_EXPORTED: Final = 2_000
_KINDS: Final = {
    "scenario": gettext_lazy("who could do a scenario"),
    "organisation": gettext_lazy("what fits an organisation"),
    "profile": gettext_lazy("what fits a profile"),
}
_COLUMNS: Final = (
    Field(code="at", zh="时间", en="When"),
    Field(code="viewer", zh="查看人", en="Seen by"),
    Field(code="kind", zh="页面", en="Page"),
    Field(code="about", zh="对象", en="About"),
    Field(code="rank", zh="名次", en="Rank", kind=Kind.NUMBER),
    Field(code="scenario", zh="场景", en="Scenario"),
    Field(code="supplier", zh="供给单位", en="Supplier"),
    Field(code="score", zh="匹配度", en="Score", kind=Kind.NUMBER),
    Field(code="version", zh="版本", en="Version"),
)


class CutForm(forms.Form):
    """What the history is cut to."""

    use_required_attribute = False

    q = forms.CharField(
        label=gettext_lazy("Scenario or supplier"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Number, or words of a title or name"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Page"),
        choices=[("", gettext_lazy("all")), *_KINDS.items()],
        required=False,
    )
    person = PersonField(label=gettext_lazy("Seen by"))
    since = Day(label=gettext_lazy("From"), required=False)
    until = Day(label=gettext_lazy("To"), required=False)

    def wanted(self) -> Wanted:
        """What was asked for, days whole."""
        said = self.cleaned_data
        last: date | None = said["until"]
        return Wanted(
            kind=said["kind"],
            words=said["q"].strip(),
            viewer_id=said["person"],
            since=_midnight(said["since"]) if said["since"] else None,
            until=_midnight(last + timedelta(days=1)) if last else None,
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _crumbs(*links: Link) -> list[Link]:
    return [Link(label=_("Who could do it"), url=reverse("matching:index")), *links]


def _ensure(stamp: Stamp) -> None:
    if not showings.sees_showings(stamp.actor):
        raise NotFound(_("There is nothing here for your role."))


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/matching/showings/``: the newest first, cut by the address."""
    _ensure(stamp)
    form = CutForm(request.GET)
    here = Address.of(request)
    context: dict[str, object] = {
        "form": form,
        "cut": any(form[name].value() for name in form.fields),
        "files": [
            (kind, str(here.at(reverse("matching:showings_export", args=[kind]))))
            for kind in OFFERED
        ],
        "most": MOST_EXPORTED,
        "crumbs": _crumbs(Link(label=_("What was shown"))),
    }
    if form.is_valid():
        found = showings.showings(stamp.actor, form.wanted())
        leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        rows = showings.pages(leaf.object_list, first=_FIRST)
        context |= {"page": leaf, "rows": [(one, _KINDS[one.kind]) for one in rows]}
    return show(request, "matching/showings.html", context, status=200 if form.is_valid() else 422)


@require_safe
@page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One page as it was seen, whole, with what became of its pairs."""
    found = showings.whole(showings.reach_showing(stamp.actor, pk))
    codes = list(found.showing.parts)
    context = {
        "found": found,
        "kind": _KINDS[found.kind],
        "parts": [part_name(code, {}) for code in codes],
        "rows": [(pair, [pair.parts[code] for code in codes]) for pair in found.pairs],
        "crumbs": _crumbs(
            Link(label=_("What was shown"), url=reverse("matching:showings")),
            Link(label=_("Page %d") % pk),
        ),
    }
    return show(request, "matching/showing.html", context)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The rows of the pages that the address cuts out, one line a pair."""
    _ensure(stamp)
    form = CutForm(request.GET)
    if kind not in OFFERED or not form.is_valid():
        raise NotFound(_("There is no such file of this list."))
    found = showings.showings(stamp.actor, form.wanted())[:MOST_EXPORTED]
    name = f"showings.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, _COLUMNS, _lines(showings.every_page(found)))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(found: Iterator[ShownPage]) -> Iterator[Row]:
    for each in found:
        told: Row = {
            "at": timezone.localtime(each.showing.at).isoformat(timespec="seconds"),
            "viewer": str(each.showing.viewer or ""),
            "kind": str(_KINDS[each.kind]),
            "about": str(getattr(each.about, "number", "") or each.about or each.showing.about),
            "version": each.showing.version,
        }
        for pair in each.pairs:
            cells = told | {
                "rank": pair.rank,
                "scenario": pair.scenario.number if pair.scenario else "",
                "supplier": pair.organisation.label if pair.organisation else "",
                "score": pair.score,
            }
            yield {code: value for code, value in cells.items() if value != ""}
