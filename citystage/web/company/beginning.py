"""File a need in a few fields: the first showing of the form."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries, rules
from citystage.stages.intake.actions.draft import ThirdParty, draft
from citystage.stages.intake.forming.answering import Typed
from citystage.stages.intake.models import Call
from citystage.stages.intake.writing import BadAnswers
from citystage.web.company.drafting import chosen_recommender, recommenders
from citystage.web.shell.answers import Questions, questions, typed_in, writing_in
from citystage.web.shell.components import Link
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import page, show

_TEMPLATE = "company/beginning.html"
_OWNER = "owner_unit"


def _reached(request: HttpRequest, pk: int) -> Call:
    return queries.reach_call(pk, city=frame_of(request).city)


def _asked(
    call: Call, typed: Mapping[str, Typed] | None, errors: Mapping[str, str], stamp: Stamp
) -> Questions:
    form = queries.form_of(call.form)
    known: dict[str, object] = {}
    field = form.get(_OWNER)
    if field and field.type == "text" and stamp.actor.unit:
        known[_OWNER] = stamp.actor.unit.name
    return questions(
        form,
        answers=known,
        lexicon=queries.lexicon(call.city),
        stage="intake",
        typed=typed,
        errors=errors,
        shape_url=reverse("company:begin_shape", args=[call.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def begin(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the questions of intake; sent, they become a draft whatever is missing."""
    call = _reached(request, pk)
    errors: dict[str, str] = {}
    if request.method == "POST":
        party = None
        if request.POST.get("for") == "other":
            name, consent = request.POST.get("for_name", ""), request.POST.get("consent", "")
            party = ThirdParty(name, consent)
        try:
            made = draft(
                call,
                writing=writing_in(queries.form_of(call.form), request),
                recommender=chosen_recommender(request, call),
                third_party=party,
                stamp=stamp,
            )
        except BadAnswers as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("The draft is saved. Go on here, or come back later."))
            return HttpResponseRedirect(reverse("company:edit", args=[made.pk]))
    return _form(request, stamp, call, errors)


def _form(
    request: HttpRequest, stamp: Stamp, call: Call, errors: Mapping[str, str]
) -> HttpResponse:
    unit = stamp.actor.unit
    for_others = bool(unit and rules.may_file_for_others(unit, stamp.actor))
    kinds = queries.organisation_kinds(unit) if unit else frozenset[str]()
    form = queries.form_of(call.form)
    typed = typed_in(form, request.POST) if request.method == "POST" else None
    wanted = request.POST.get("recommender", "")
    context = {
        "call": call,
        "form": _asked(call, typed, errors, stamp),
        "errors": errors,
        "for_others": for_others,
        "allowed": rules.may_file(
            call, unit=unit, kinds=call.eligible_kinds if for_others else kinds, stamp=stamp
        ),
        "recommenders": recommenders(call, int(wanted) if wanted.isdecimal() else None),
        "sent": request.POST,
        "later": len(form.of_stage("polish")),
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(label=_("Open calls"), url=reverse("company:calls")),
            Link(label=call.label),
        ],
    }
    return show(request, _TEMPLATE, context, status=422 if errors else 200)


@require_POST
@page
def shape(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Draw the questions that show with what is typed by now; nothing is saved."""
    call = _reached(request, pk)
    typed = typed_in(queries.form_of(call.form), request.POST)
    return show(request, _TEMPLATE, {"form": _asked(call, typed, {}, stamp)}, part="answers")
