"""Minutes that write themselves: every promise of an event or scenario; page, PDF, DOCX."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.foundation.documents.word.filed import filed_docx
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.models import Promise
from citystage.stages.docking.queries import promises as queries
from citystage.stages.docking.queries.promises import Kept
from citystage.web.docking.promising.listing import ensure
from citystage.web.docking.promising.marks import is_late, state_mark
from citystage.web.docking.tracking.files import attached
from citystage.web.shell import formats
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of what these are the minutes, and the promises the reader may see."""

    title: str
    lead: str
    city: str
    rows: Sequence[Promise]
    kept: Kept
    # The address of a file, without its kind; the form to note another.
    files: tuple[str, str]
    note: str


def _event(stamp: Stamp, pk: int) -> Told:
    ensure(stamp.actor)
    event = queries.reach_event(stamp.actor, pk)
    when = formats.moment(event.starts_at) if event.starts_at else ""
    names = [reverse("docking:event_minutes", args=[pk, kind]) for kind in _TYPES]
    return Told(
        title=event.label,
        lead=" · ".join(filter(None, (when, event.place))),
        city=event.city.label,
        rows=queries.minutes_of(stamp.actor, event=event, scenario=None),
        kept=queries.kept_of_event(event, today=timezone.localdate(stamp.at)),
        files=(names[0], names[1]),
        note=f"{reverse('docking:note_promise')}?event={pk}",
    )


def _scenario(stamp: Stamp, number: str) -> Told:
    ensure(stamp.actor)
    scenario = reach_scenario(stamp.actor, number)
    names = [reverse("docking:scenario_minutes", args=[number, kind]) for kind in _TYPES]
    return Told(
        title=scenario.label,
        lead=" · ".join(filter(None, (scenario.number, scenario.owner_name))),
        city=scenario.city.label,
        rows=queries.minutes_of(stamp.actor, event=None, scenario=scenario),
        kept=queries.kept_of_scenario(scenario, today=timezone.localdate(stamp.at)),
        files=(names[0], names[1]),
        note=f"{reverse('docking:note_promise')}?scenario={number}",
    )


@require_safe
@page
def of_event(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The minutes of an event."""
    return _show(request, stamp, _event(stamp, pk))


@require_safe
@page
def of_scenario(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """The minutes of all talks on a scenario."""
    return _show(request, stamp, _scenario(stamp, number))


@require_safe
@page
def event_file(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """The minutes of an event as a paper."""
    return _paper(_event(stamp, pk), kind, f"minutes-event-{pk}")


@require_safe
@page
def scenario_file(request: HttpRequest, stamp: Stamp, number: str, kind: str) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """The minutes of a scenario as a paper."""
    return _paper(_scenario(stamp, number), kind, f"minutes-{number}")


def _show(request: HttpRequest, stamp: Stamp, told: Told) -> HttpResponse:
    today = timezone.localdate(stamp.at)
    context = {
        "told": told,
        "rows": [(one, state_mark(one), is_late(one, today)) for one in told.rows],
        "crumbs": [
            Link(label=_("Promises"), url=reverse("docking:promises")),
            Link(label=_("Minutes")),
        ],
    }
    return show(request, "docking/promising/minutes.html", context)


def _paper(told: Told, kind: str, name: str) -> HttpResponse:
    if kind not in _TYPES:
        raise NotFound(_("There is no such file."))
    paper = FiledPaper(
        title=_("Minutes: %(title)s") % {"title": told.title},
        owner=told.city,
        lead=told.lead,
        language="en" if in_english() else "zh-hans",
        printed_on=timezone.localdate(),
        answers=[_line(number, one) for number, one in enumerate(told.rows, start=1)],
        files_title=_("Files"),
    )
    content = filed_pdf(paper) if kind == "pdf" else filed_docx(paper)
    return attached(content, f"{name}.{kind}", _TYPES[kind])


def _line(number: int, one: Promise) -> tuple[str, str]:
    head = _("%(number)d. %(giver)s promised %(taker)s") % {
        "number": number,
        "giver": one.giver.label,
        "taker": one.taker.label,
    }
    due = _("By %(day)s") % {"day": formats.day(one.due_on)}
    person = _("Person: %(name)s") % {"name": one.owner} if one.owner else ""
    state = _("State: %(state)s") % {"state": one.get_state_display()}
    return head, "\n".join(filter(None, (one.what, due, person, state, one.words)))
