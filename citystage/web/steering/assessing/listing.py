"""The office's list of yearly assessments: filtered, sorted, as a file."""

from collections.abc import Iterator
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Exercise
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.queries.exercises import Cut
from citystage.stages.evaluation.states.exercises import ExerciseState
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option, Text
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import exercise_badge, last_day

PER_PAGE: Final = 20
_SORTS: Final = {
    "": gettext_lazy("newest first"),
    "due": gettext_lazy("by the last day of self-reports"),
    "title": gettext_lazy("by title"),
}
_COLUMNS: Final = (
    Field(code="title", zh="评估名称", en="Assessment"),
    Field(code="kind", zh="评估对象", en="Of"),
    Field(code="year", zh="年度", en="Year"),
    Field(code="state", zh="状态", en="State"),
    Field(code="count", zh="被评估数", en="Assessed"),
    Field(code="reported", zh="已提交自评", en="Self-reports in"),
    Field(code="report", zh="自评截止", en="Self-reports by"),
    Field(code="score", zh="评分截止", en="Marks by"),
    Field(code="published", zh="排名公布", en="Ranking published"),
)


def _cut(here: Address) -> Cut:
    def last(name: str) -> str:
        return (here.values(name) or ("",))[-1]

    return Cut(state=last("state"), kind=last("kind"), year=last("year"), sort=last("sort"))


def _ensure(stamp: Stamp) -> None:
    if not queries.manages(stamp.actor):
        raise NotFound(_("There is nothing here for your role."))


def _options(here: Address, name: str, pairs: list[tuple[str, Text]], now: str) -> list[Option]:
    return [
        Option(
            value=value,
            label=label,
            url=str(here.having(name, value) if value else here.without(name, "page")),
            active=now == value,
        )
        for value, label in pairs
    ]


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/steering/assessments/``."""
    _ensure(stamp)
    here = Address.of(request)
    cut = _cut(here)
    leaf = Paginator(queries.exercises(stamp.actor, cut), PER_PAGE).get_page(
        request.GET.get("page")
    )
    everything = gettext_lazy("all")
    years = [(str(year), str(year)) for year in queries.years(stamp.actor)]
    context = {
        "page": leaf,
        "lines": [(one, exercise_badge(one), last_day(one.report_until)) for one in leaf],
        "filters": [
            (
                _("State"),
                _options(here, "state", [("", everything), *ExerciseState.choices], cut.state),
            ),
            (_("Of"), _options(here, "kind", [("", everything), *Exercise.Kind.choices], cut.kind)),
            (_("Year"), _options(here, "year", [("", everything), *years], cut.year)),
            (_("Order"), _options(here, "sort", list(_SORTS.items()), cut.sort)),
        ],
        "cut": bool(cut.state or cut.kind or cut.year),
        "files": exports.offered(request, "steering:assessments_export"),
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Yearly assessments")),
        ],
    }
    return show(request, "steering/assessing/list.html", context)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    _ensure(stamp)
    found = queries.exercises(stamp.actor, _cut(Address.of(request)))[: exports.MOST]
    return exports.as_file("assessments", kind, _COLUMNS, _rows(found.iterator(500)))


def _rows(found: Iterator[Exercise]) -> Iterator[Row]:
    for one in found:
        report, score = last_day(one.report_until), last_day(one.score_until)
        yield {
            "title": one.title,
            "kind": str(one.get_kind_display()),
            "year": one.year,
            "state": str(one.get_state_display()),
            "count": one.count,  # type: ignore[attr-defined]
            "reported": one.reported,  # type: ignore[attr-defined]
            "report": report.isoformat() if report else "",
            "score": score.isoformat() if score else "",
            "published": _("yes") if one.published_at else "",
        }
