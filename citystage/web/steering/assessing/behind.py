"""The records behind a figure of one scenario or lab: for the office, and for the assessed."""

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.writing import Row
from citystage.kernel.texts import in_readers_language
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Evidence, Subject
from citystage.stages.evaluation.queries import assessed, exercises
from citystage.stages.evaluation.queries.own_figures import evidence_of, reach_own_measure
from citystage.stages.evaluation.sources import SOURCES
from citystage.web.shell import exports
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import home, listed, name_of
from citystage.web.steering.figures.places import Shown, records_of

_COLUMNS: Final = (
    Field(code="happened", zh="日期", en="Date"),
    Field(code="source", zh="来源", en="What"),
    Field(code="record", zh="记录", en="Record"),
    Field(code="reported", zh="申报单位", en="Reported by"),
    Field(code="counted", zh="是否计入", en="Counted in"),
)


@require_safe
@page
def of_subject(request: HttpRequest, stamp: Stamp, pk: int, number: int, code: str) -> HttpResponse:
    """``/steering/assessments/<pk>/of/<number>/figures/<code>/``: for the office."""
    found = exercises.reach_subject(exercises.reach_exercise(stamp.actor, pk), number)
    crumbs = [
        home(),
        Link(label=found.exercise.title, url=reverse("steering:assessment", args=[pk])),
        Link(label=found.label, url=reverse("steering:assessment_of", args=[pk, number])),
    ]
    files = exports.offered(request, "steering:assessment_behind_export", pk, number, code)
    return _draw(request, stamp, found, code, crumbs, files)


@require_safe
@page
def of_subject_export(  # noqa: PLR0913, PLR0917 -- the parts of one address
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    number: int,
    code: str,
    kind: str,
) -> HttpResponse:
    """The same as a file."""
    found = exercises.reach_subject(exercises.reach_exercise(stamp.actor, pk), number)
    return _file(stamp, found, code, kind)


@require_safe
@page
def of_own(request: HttpRequest, stamp: Stamp, pk: int, code: str) -> HttpResponse:
    """``/steering/assessed/<pk>/figures/<code>/``: for those who are assessed."""
    found = assessed.reach_own(stamp.actor, pk)
    crumbs = [
        Link(label=_("Where we are assessed"), url=reverse("steering:assessed")),
        Link(label=found.exercise.title, url=reverse("steering:assessed_one", args=[pk])),
    ]
    files = exports.offered(request, "steering:assessed_behind_export", pk, code)
    return _draw(request, stamp, found, code, crumbs, files)


@require_safe
@page
def of_own_export(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    code: str,
    kind: str,
) -> HttpResponse:
    """The same as a file."""
    return _file(stamp, assessed.reach_own(stamp.actor, pk), code, kind)


def counted_words(measure: Measure) -> str:
    """What a figure of one scenario or lab counts, in the reader's language."""
    ends = listed(_source(code) for code in measure.counts)
    if measure.since:
        told = {"since": _source(measure.since), "ends": ends}
        return _("Days from the first record of %(since)s to the first of %(ends)s.") % told
    return _("Records of %(ends)s of this very one in the year, each once.") % {"ends": ends}


def _source(code: str) -> str:
    name = SOURCES[code].name
    return in_readers_language(name.zh, name.en)


def _draw(  # noqa: PLR0913, PLR0917 -- one page for two kinds of reader
    request: HttpRequest,
    stamp: Stamp,
    found: Subject,
    code: str,
    crumbs: list[Link],
    files: list[tuple[str, str]],
) -> HttpResponse:
    measure = reach_own_measure(found, code)
    rows = evidence_of(found, measure)
    shown = records_of(stamp.actor, rows)
    context = {
        "subject": found,
        "exercise": found.exercise,
        "name": name_of(measure),
        "words": counted_words(measure),
        "kept": found.exercise.scoring_at if code in found.figures else None,
        "lines": [(row, _source(row.source), shown[row.pk]) for row in rows],
        "hidden": any(one.hidden for one in shown.values()),
        "files": files,
        "crumbs": [*crumbs, Link(label=name_of(measure))],
    }
    return show(request, "steering/assessing/behind.html", context)


def _file(stamp: Stamp, found: Subject, code: str, kind: str) -> HttpResponse:
    rows = evidence_of(found, reach_own_measure(found, code))
    written = _rows(rows, records_of(stamp.actor, rows))
    return exports.as_file(f"{found.pk}-{code}", kind, _COLUMNS, written)


def _rows(rows: list[Evidence], shown: dict[int, Shown]) -> Iterator[Row]:
    for row in rows:
        hidden = shown[row.pk].hidden
        yield {
            "happened": row.happened_on.isoformat(),
            "source": _source(row.source),
            "record": "" if hidden else row.record_name,
            "reported": "" if hidden else row.claimant,
            "counted": "1" if row.proven else "0",
        }
