"""One candidacy as officers read it, and its formal check."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries as intake
from citystage.stages.selection import standing
from citystage.stages.selection.actions.check_candidacy import check_candidacy
from citystage.stages.selection.checking import (
    LONGEST,
    RESULTS,
    BadCheck,
    Finding,
    complete,
    faults,
    in_words,
    outcome_of,
)
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import Candidacy, FormalCheck, Programme
from citystage.stages.selection.queries import candidacies as queries
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.rules.checks import may_check
from citystage.stages.selection.wording.lines import said
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page

_OUTCOMES = {
    FormalCheck.Outcome.PASSED: gettext_lazy("passes the formal check"),
    FormalCheck.Outcome.CORRECT: gettext_lazy("is to be corrected once"),
    FormalCheck.Outcome.FAILED: gettext_lazy("does not pass the formal check"),
}


@require_safe
@page
def candidacy(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Show one candidacy, or say why this person is kept away from it."""
    programme = reach_programme(stamp.actor, pk)
    found = queries.reach_candidacy(stamp.actor, programme, number)
    return _show(request, stamp, programme, found)


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    programme: Programme,
    found: Candidacy,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    here = (Link(label=_("No. %d") % found.number),)
    if conflict := standing.barred(stamp.actor, found):
        kept = {"candidacy": found, "conflict": conflict, "kind": conflict_kinds()[conflict.kind]}
        return framed(
            request,
            stamp,
            programme,
            "candidacies",
            "bureau/selecting/barred.html",
            kept,
            crumbs=here,
            status=403,
        )
    application, terms = found.application, programme.read_terms()
    lexicon = intake.lexicon(application.city, application=application)
    names = {item.code: said(item.name) for item in terms.checks}
    correction = queries.correction_of(found)
    told = {
        "candidacy": found,
        "application": application,
        "recommendation": getattr(application, "recommendation", None),
        "sides": intake.sides(application, lexicon=lexicon),
        "files": intake.attachments_of(application),
        "correction": correction,
        "defects": [
            (names.get(one["code"], one["code"]), one["note"])
            for one in (correction.defects if correction else ())
        ],
        "checks": [
            (
                one,
                [
                    (names.get(code, code), dict(RESULTS)[row["result"]], row["note"])
                    for code, row in one.items.items()
                    if row["result"] != "met"
                ],
            )
            for one in queries.checks_of(found)
        ],
        "allowed": may_check(stamp.actor, found, None),
        "items": _items(programme, request, {}),
        "results": RESULTS,
    } | dict(context or {})
    return framed(
        request,
        stamp,
        programme,
        "candidacies",
        "bureau/selecting/candidacy.html",
        told,
        crumbs=here,
        status=status,
    )


def _items(
    programme: Programme, request: HttpRequest, errors: Mapping[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "code": item.code,
            "name": said(item.name),
            "correctable": item.correctable,
            "result": request.POST.get(f"result-{item.code}", ""),
            "note": request.POST.get(f"note-{item.code}", ""),
            "error": errors.get(item.code, ""),
        }
        for item in programme.read_terms().checks
    ]


def _found(programme: Programme, request: HttpRequest) -> dict[str, Finding]:
    known = {"met", "defect", "fails"}
    return {
        item.code: Finding(result=result, note=clean(request.POST.get(f"note-{item.code}", "")))  # type: ignore[arg-type]
        for item in programme.read_terms().checks
        if (result := request.POST.get(f"result-{item.code}", "")) in known
    }


@require_POST
@page
def check(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """First show what the items come to and the letter that goes out; then finish the check."""
    programme = reach_programme(stamp.actor, pk, Permission.SELECTION_CANDIDACY_CHECK)
    found = queries.reach_candidacy(stamp.actor, programme, number)
    judged = _found(programme, request)
    errors = {
        code: _("At most %d characters.") % LONGEST
        for code, one in judged.items()
        if len(one.note) > LONGEST
    }
    if not errors:
        try:
            if request.POST.get("do") != "finish":
                return _preview(request, stamp, programme, found, judged)
            made = check_candidacy(found, found=judged, stamp=stamp)
        except BadCheck as refusal:
            errors = refusal.errors
        else:
            words = _("No. %(number)d %(outcome)s.")
            outcome = str(_OUTCOMES[FormalCheck.Outcome(made.outcome)])
            messages.success(request, words % {"number": number, "outcome": outcome})
            return HttpResponseRedirect(reverse("bureau:selection_candidacies", args=[pk]))
    context = {"items": _items(programme, request, errors), "errors": errors}
    return _show(request, stamp, programme, found, context, status=422)


def _preview(
    request: HttpRequest,
    stamp: Stamp,
    programme: Programme,
    found: Candidacy,
    judged: Mapping[str, Finding],
) -> HttpResponse:
    may_check(stamp.actor, found, standing.barred(stamp.actor, found)).enforce()
    terms = programme.read_terms()
    complete(terms, judged)
    corrected = queries.correction_of(found) is not None
    outcome = outcome_of(terms, judged, corrected=corrected)
    context = {
        "preview": _OUTCOMES[outcome],
        "outcome": outcome,
        "letter": in_words(terms, faults(terms, judged)),
        "hours": terms.correction_hours,
    }
    return _show(request, stamp, programme, found, context)
