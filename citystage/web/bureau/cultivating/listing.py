"""All recognised labs with where each stands; filters, white spots, export."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.queries import labs as queries
from citystage.stages.evaluation.queries.labs import FollowFilter
from citystage.stages.evaluation.states.assessments import AssessmentState
from citystage.stages.evaluation.states.reports import ReportState
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, chips, facet
from citystage.web.shell.pages import page, show

PER_PAGE = 30
OFFERED = ("xlsx", "csv", "jsonl")

type Label = str | Promise

REPORTS: Mapping[str, Label] = dict(ReportState.choices) | {
    "overdue": gettext_lazy("overdue"),
    "none": gettext_lazy("none asked yet"),
}
OUTCOMES: Mapping[str, Label] = dict(AssessmentState.choices) | {
    "none": gettext_lazy("never assessed")
}
SPOTS: Mapping[str, Label] = {
    "no_report": gettext_lazy("never handed in a report"),
    "ending": gettext_lazy("term ends soon, no renewal asked"),
    "unassessed": gettext_lazy("never assessed"),
}
_ENDS = {
    "90": gettext_lazy("within 90 days"),
    "180": gettext_lazy("within 180 days"),
    "365": gettext_lazy("within a year"),
}
_SORTS = {
    "batch": gettext_lazy("newest batch first"),
    "due": gettext_lazy("most overdue report first"),
    "end": gettext_lazy("term that ends first"),
    "name": gettext_lazy("name of the lab"),
}
COLUMNS = (
    Field(code="name", zh="实验室", en="Lab"),
    Field(code="builder", zh="建设单位", en="Builder"),
    Field(code="batch", zh="批次", en="Batch", kind=Kind.NUMBER),
    Field(code="district", zh="区市", en="District"),
    Field(code="field", zh="领域", en="Field"),
    Field(code="number", zh="认定编号", en="Number"),
    Field(code="standing", zh="认定状态", en="Standing"),
    Field(code="until", zh="有效期至（不含当日）", en="Until (day excluded)", kind=Kind.DATE),
    Field(code="report", zh="报告", en="Report"),
    Field(code="due", zh="报告截止（不含当日）", en="Report due before", kind=Kind.DATE),
    Field(code="outcome", zh="评估", en="Assessment"),
)


def filter_of(here: Address) -> FollowFilter:
    """What the address asks for; what it cannot mean is left out."""
    return FollowFilter.read({name: here.values(name) for name in queries.names()})


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/bureau/labs/``."""
    _may(stamp)
    here = Address.of(request)
    wanted = filter_of(here)
    rows = Paginator(queries.listed(stamp.actor, wanted, stamp.at), PER_PAGE)
    facets = _facets(stamp, here)
    context = {
        "page": rows.get_page(request.GET.get("page")),
        "here": here,
        "words": wanted.q,
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "sorts": [
            Option(
                value=key,
                label=label,
                url=str(here.having("sort", key)),
                active=key == wanted.sort,
            )
            for key, label in _SORTS.items()
        ],
        "exports": [
            Link(
                label=kind.upper(),
                url=str(here.at(reverse("bureau:followed_export", args=[kind]))),
            )
            for kind in OFFERED
        ],
        "spots": [
            Link(label=label, url=str(Address(here.path).having("spot", key)))
            for key, label in SPOTS.items()
        ],
        "reports": REPORTS,
        "outcomes": OUTCOMES,
        "leads": stamp.actor.may(Permission.EVALUATION_LAB_DECIDE),
        "crumbs": [
            Link(label=_("My work"), url="/work/"),
            Link(label=_("Recognised labs and funds")),
        ],
    }
    return show(request, "bureau/cultivating/list.html", context)


def _may(stamp: Stamp) -> None:
    if not stamp.actor.may(Permission.EVALUATION_LAB_READ):
        raise NotFound(_("There is nothing here for your role."))


def _facets(stamp: Stamp, here: Address) -> list[Facet]:
    counted = queries.tally(stamp.actor, stamp.at)

    def known(name: str, words: Mapping[str, Label]) -> list[tuple[str, Label, int | None]]:
        found = counted[name]
        return [(key, label, found[key, ""]) for key, label in words.items() if found[key, ""]]

    def named(name: str) -> list[tuple[str, Label, int | None]]:
        return [(code, label, number) for (code, label), number in sorted(counted[name].items())]

    batches: list[tuple[str, Label, int | None]] = [
        (code, _("batch %s") % code, number)
        for (code, _empty), number in sorted(
            counted["batch"].items(), key=lambda one: -int(one[0][0])
        )
    ]
    plain: list[tuple[str, Label, int | None]] = [(k, v, None) for k, v in _ENDS.items()]
    spots: list[tuple[str, Label, int | None]] = [(k, v, None) for k, v in SPOTS.items()]
    return [
        facet("report", _("Report asked for"), known("report", REPORTS), here=here),
        facet("outcome", _("Assessment"), known("outcome", OUTCOMES), here=here),
        facet("spot", _("White spots"), spots, here=here),
        facet("end", _("Term ends"), plain, here=here),
        facet("standing", _("Standing"), known("standing", dict(LabelState.choices)), here=here),
        facet("batch", _("Batch"), batches, here=here),
        facet("district", _("District"), named("district"), here=here),
        facet("field", _("Field"), named("field"), here=here),
    ]


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    _may(stamp)
    if kind not in OFFERED:
        raise NotFound(_("There is no such file of this list."))
    found = queries.listed(stamp.actor, filter_of(Address.of(request)), stamp.at)
    name = f"labs-{timezone.localdate(stamp.at):%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, COLUMNS, _rows(found))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(found: Iterable[Lab]) -> Iterator[Row]:
    for lab in found:
        given = lab.given  # type: ignore[attr-defined]
        due = lab.due  # type: ignore[attr-defined]
        row: Row = {
            "name": lab.label,
            "builder": lab.builder_name,
            "batch": lab.batch,
            "district": lab.district.label if lab.district else "",
            "field": lab.field.label if lab.field else "",
            "number": given[0].number if given else "",
            "standing": given[0].get_state_display() if given else "",
            "until": given[0].until if given else None,
            "report": str(REPORTS[lab.report]),  # type: ignore[attr-defined]
            "due": timezone.localdate(due) if due else None,
            "outcome": str(OUTCOMES[lab.outcome]),  # type: ignore[attr-defined]
        }
        yield {code: value for code, value in row.items() if value not in {None, ""}}
