"""The record under polishing: the need as a document, its gate, its twins, verbs, revisions."""

from collections.abc import Mapping

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.text.diff import diff
from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries as intake
from citystage.stages.review import queries
from citystage.stages.review.models import Case
from citystage.web.bureau.records import Record
from citystage.web.bureau.ways import to_queue
from citystage.web.shell.components import Link, Segment
from citystage.web.shell.pages import page, show, wants_part


@require_safe
@page
def record(request: HttpRequest, stamp: Stamp, case_id: int) -> HttpResponse:
    """Show the case."""
    return show_record(request, stamp, queries.reach_case(stamp.actor, case_id))


def show_record(
    request: HttpRequest,
    stamp: Stamp,
    case: Case,
    *,
    refused: Mapping[str, BaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record page, or its document alone when the queue asks for it."""
    about = request.GET.get("about", "")
    wanted = request.GET.get("next") or request.POST.get("next", "")
    shown = Record(case, stamp, refused or {}, about)
    context = {
        "record": shown,
        "crumbs": crumbs(case),
        "next": wanted and to_queue(wanted),
        "list_url": to_queue(wanted),
        "titled": wants_part(request),
        # Comments and waivers open where they stand; the others above the document.
        "refused_forms": [
            (verb, form)
            for verb, form in shown.refused.items()
            if verb in ("return", "ask", "back", "assign")
        ],
    }
    return show(request, "bureau/polishing.html", context, part="record", status=status)


def crumbs(case: Case, *further: str) -> list[Link]:
    """The way to a case; ``further`` names the page below it."""
    here = case.application.title
    first = Link(label=_("Polishing"), url=reverse("bureau:triage"))
    if not further:
        return [first, Link(label=here)]
    middle = Link(label=here, url=reverse("bureau:case", args=[case.pk]))
    return [first, middle, *(Link(label=one) for one in further)]


@require_safe
@page
def revisions(request: HttpRequest, stamp: Stamp, case_id: int) -> HttpResponse:
    """Any two revisions, field by field, with what was removed and added marked."""
    case = queries.reach_case(stamp.actor, case_id)
    application = case.application
    rows = list(queries.revisions(application))
    newest = application.revision
    earlier = (one.number for one in rows if one.number < newest)
    before = _number(request.GET.get("from"), next(earlier, newest))
    after = _number(request.GET.get("to"), newest)
    lexicon = intake.lexicon(application.city, application=application)
    changed = [
        (one, [Segment(kind=piece.change.value, text=piece.text) for piece in pieces])
        for one in intake.compare(application, before, after, lexicon=lexicon)
        if not one.same
        for pieces in [diff(one.before, one.after)]
    ]
    context = {
        "case": case,
        "rows": rows,
        "before": before,
        "after": after,
        "changed": changed,
        "crumbs": crumbs(case, _("Revisions")),
    }
    return show(request, "bureau/revisions.html", context)


def _number(typed: str | None, otherwise: int) -> int:
    short = 9
    usable = typed and typed.isascii() and typed.isdecimal() and len(typed) <= short
    return int(typed) if usable and typed else otherwise
