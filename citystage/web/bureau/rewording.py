"""Officers polish the text of a need: the questions of its form, a reason, one revision a save."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.intake import queries as intake
from citystage.stages.intake.actions.revise import revise
from citystage.stages.intake.models import Application
from citystage.stages.intake.writing import BadAnswers
from citystage.stages.intake.writing import Stale as Outrun
from citystage.stages.review import queries, rules
from citystage.stages.review.models import Case
from citystage.web.bureau.polishing import crumbs
from citystage.web.shell.answers import questions, typed_in, writing_in
from citystage.web.shell.components import Event
from citystage.web.shell.freshness import FIELD, Stale
from citystage.web.shell.pages import page, show

_NOTE = "note"
_DIGITS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, case_id: int) -> HttpResponse:
    """Show the questions; save them as a new revision with the officer's reason."""
    case = queries.reach_case(stamp.actor, case_id)
    rules.holds(stamp.actor, Permission.REVIEW_CASE_POLISH, case).enforce()
    rules.may_polish(stamp.actor, case).enforce(WrongState)
    if request.method != "POST":
        return _show(request, case)
    note = request.POST.get(_NOTE, "").strip()
    if not note:
        said = _("Say why you changed it: the owner can read it.")
        return _show(request, case, errors={_NOTE: said}, status=422)
    try:
        _save(request, stamp, case.application, note)
    except BadAnswers as problem:
        return _show(request, case, errors=problem.errors, status=422)
    except Outrun as outrun:
        return _show(request, case, outrun=outrun, status=409)
    messages.success(request, _("The new revision has been kept."))
    return HttpResponseRedirect(reverse("bureau:case", args=[case.pk]))


def _save(request: HttpRequest, stamp: Stamp, application: Application, note: str) -> None:
    sent = request.POST.get(FIELD, "")
    usable = sent.isascii() and sent.isdecimal() and len(sent) <= _DIGITS
    revise(
        application,
        writing=writing_in(intake.form_of(application.form), request),
        recommender=None,
        version=int(sent) if usable else 0,
        note=note,
        stamp=stamp,
    )


def _show(
    request: HttpRequest,
    case: Case,
    *,
    errors: Mapping[str, str] | None = None,
    outrun: Outrun | None = None,
    status: int = 200,
) -> HttpResponse:
    application = case.application
    form = intake.form_of(application.form)
    wrong = errors or {}
    drawn = questions(
        form,
        answers=application.answers,
        lexicon=intake.lexicon(application.city, application=application),
        typed=typed_in(form, request.POST) if request.method == "POST" else None,
        errors=wrong,
    )
    context = {
        "case": case,
        "form": drawn,
        "note": request.POST.get(_NOTE, ""),
        "note_error": wrong.get(_NOTE, ""),
        "stale": _stale(outrun) if outrun else None,
        "revision": application.revision,
        "gate": queries.gate(application),
        "crumbs": crumbs(case, _("Polish the text")),
    }
    return show(request, "bureau/polish.html", context, status=status)


def _stale(outrun: Outrun) -> Stale:
    events = [
        Event(at=one.at, what="、".join(one.fields), who=one.who, note=one.note, icon="pencil")
        for one in outrun.changes
    ]
    return Stale("", events)
