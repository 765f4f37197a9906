"""The editor: all questions, the quality gate beside them, saved as revisions."""

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.queries.same_needs import alike
from citystage.stages.intake import queries, rules
from citystage.stages.intake.actions.revise import autosave as kept_by_itself
from citystage.stages.intake.actions.revise import revise
from citystage.stages.intake.forming.answering import clean
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import WRITING
from citystage.stages.intake.writing import BadAnswers
from citystage.stages.intake.writing import Stale as Outrun
from citystage.stages.review import queries as review
from citystage.stages.selection.queries.locking import keep_away
from citystage.web.company.completeness import completeness
from citystage.web.company.drafting import chosen_recommender, own_choice, recommenders
from citystage.web.company.returned import asked_for
from citystage.web.shell.answers import questions, typed_in, writing_in
from citystage.web.shell.components import Event, Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.pages import page, show

_TEMPLATE = "company/editing.html"


def _reached(stamp: Stamp, pk: int) -> Application:
    """The application, if this person may write on it now."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    editor = queries.edits(application, stamp.actor)
    rules.may_revise(application, editor=editor, actor=stamp.actor).enforce(NotAllowed)
    return application


def _save(
    request: HttpRequest, stamp: Stamp, application: Application, *, act: Callable[..., Application]
) -> Application:
    sent = request.POST.get(VERSION, "")
    return act(
        application,
        writing=writing_in(queries.form_of(application.form), request),
        recommender=chosen_recommender(request, application.call),
        version=int(sent) if sent.isdecimal() and len(sent) < 10 else 0,  # noqa: PLR2004 -- an integer column
        stamp=stamp,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the questions; save them; go on to submitting when asked to."""
    application = _reached(stamp, pk)
    if request.method != "POST":
        return _show(request, stamp, application)
    try:
        by_hand = partial(revise, note=request.POST.get("note", ""))
        saved = _save(request, stamp, application, act=by_hand)
    except BadAnswers as refusal:
        return _show(request, stamp, application, errors=refusal.errors, status=422)
    except Outrun as refusal:
        fresh = queries.reach_application(stamp.actor, pk)
        return _show(request, stamp, fresh, outrun=refusal, status=409)
    if request.POST.get("do") == "submit":
        return HttpResponseRedirect(reverse("company:submit", args=[pk]))
    messages.success(request, _("Saved as revision %d.") % saved.revision)
    return HttpResponseRedirect(reverse("company:edit", args=[pk]))


@require_POST
@page
def autosave(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Save what is typed while the person goes on writing; the page keeps its fields."""
    application = _reached(stamp, pk)
    context: dict[str, object] = {"application": application, "at": stamp.at}
    status = 200
    try:
        saved = _save(request, stamp, application, act=kept_by_itself)
        complete = completeness(saved, saved.answers)
        gate = None if complete else review.gate(saved)
        context |= {"application": saved, "gate": gate, "complete": complete, "saved": True}
    except BadAnswers as refusal:
        form, status = queries.form_of(application.form), 422
        fields = [form.get(key) for key in refusal.errors]
        context["wrong"] = [str(one.label) for one in fields if one]
    except Outrun as refusal:
        context["outrun"], status = refusal, 409
    return show(request, _TEMPLATE, context, part="saved", status=status)


@require_POST
@page
def shape(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Draw the questions that show with what is typed by now; nothing is saved."""
    application = _reached(stamp, pk)
    return show(request, _TEMPLATE, _questions(request, application, {}), part="answers")


def _questions(
    request: HttpRequest, application: Application, errors: Mapping[str, str]
) -> dict[str, object]:
    form = queries.form_of(application.form)
    lexicon = queries.lexicon(application.city, application=application)
    typed = typed_in(form, request.POST) if request.method == "POST" else None
    before = application.answers
    now = clean(form, typed, before=before, lexicon=lexicon).answers if typed else before
    drawn = questions(
        form,
        answers=before,
        lexicon=lexicon,
        typed=typed,
        errors=errors,
        shape_url=reverse("company:edit_shape", args=[application.pk]),
    )
    return {
        "form": drawn,
        "intake": drawn.of(one.key for one in form.of_stage("intake")),
        "polish": drawn.of(one.key for one in form.of_stage("polish")),
        "now": now,
    }


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    application: Application,
    *,
    errors: Mapping[str, str] | None = None,
    outrun: Outrun | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = _questions(request, application, errors or {})
    now = shown["now"]
    assert isinstance(now, dict)
    wanted = request.POST.get("recommender", "")
    chosen = int(wanted) if wanted.isdecimal() else own_choice(application, application.answers)
    settled = application.state not in WRITING or hasattr(application, "recommendation")
    complete = completeness(application, now)
    context = shown | {
        "application": application,
        "asked": asked_for(application),
        "complete": complete,
        "gate": None if complete else review.gate_of_answers(application.city, now),
        "likes": () if complete else alike(application, stamp.actor, most=5),
        "comments": review.comments(application, stamp.actor),
        "stale": _stale(application, outrun) if outrun else None,
        "recommenders": {} if settled else recommenders(application.call, chosen),
        "owner": queries.owns(application, stamp.actor),
        "note": request.POST.get("note", ""),
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(
                label=application.title or _("Untitled draft"),
                url=reverse("company:need", args=[application.pk]),
            ),
            Link(label=_("Edit")),
        ],
    }
    return show(request, _TEMPLATE, context, status=status)


def _stale(application: Application, outrun: Outrun) -> Stale:
    events = [
        Event(
            at=one.at,
            what=_("Changed: %s") % _(", ").join(one.fields) if one.fields else _("Changed"),
            who=_("%(who)s (%(unit)s)") % {"who": one.who, "unit": one.unit}
            if one.unit
            else one.who,
            icon="pencil",
        )
        for one in outrun.changes
    ]
    return Stale(str(application.revision), events)
