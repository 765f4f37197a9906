"""Acts on a lab's page that both sides do in the same way: needs and entries."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.actions.keep_need import (
    add_need,
    drop_need,
    meet_need,
    reopen_need,
)
from citystage.stages.evaluation.actions.keep_record import (
    BadRecord,
    add_record,
    change_record,
    strike_record,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Record
from citystage.stages.evaluation.queries import page as queries
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.labs.forms import (
    FORMS,
    FinancingForm,
    NeedForm,
    ReasonForm,
    ServiceForm,
    TrialForm,
    initial_of,
)
from citystage.web.shell.labs.showing import Ways
from citystage.web.shell.pages import show

_VERBS = {"meet": meet_need, "drop": drop_need, "reopen": reopen_need}

type Again = Callable[[Mapping[str, forms.Form]], HttpResponse]


def back(ways: Ways, lab: Lab, part: str = "") -> HttpResponseRedirect:
    """To the page of the lab, at the panel that changed."""
    return HttpResponseRedirect(reverse(ways.lab, args=[lab.pk]) + (f"#{part}" if part else ""))


def new_need(
    request: HttpRequest, stamp: Stamp, lab: Lab, ways: Ways, again: Again
) -> HttpResponse:
    """Enter a need."""
    form = NeedForm(request.POST, auto_id="id_need_%s")
    if not form.is_valid():
        return again({"need": form})
    add_need(lab, **form.cleaned_data, stamp=stamp)
    messages.success(request, _("The need is on record."))
    return back(ways, lab, "needs")


def act_on_need(  # noqa: PLR0913, PLR0917 -- one need, one verb, two sides
    request: HttpRequest, stamp: Stamp, lab: Lab, number: int, ways: Ways, again: Again
) -> HttpResponse:
    """Say that it is met, drop it, or take it up again."""
    need = queries.reach_need(lab, number)
    verb = request.POST.get("do", "")
    if verb not in _VERBS:
        raise NotFound(_("There is no such step."))
    form = ReasonForm(request.POST, auto_id=f"id_need_{number}_%s")
    if not form.is_valid():
        return again({f"need-{number}": form})
    _VERBS[verb](need, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("Noted; the other side is told."))
    return back(ways, lab, "needs")


def new_record(request: HttpRequest, stamp: Stamp, lab: Lab, kind: str, ways: Ways) -> HttpResponse:
    """The form of a new service, trial or financing; POST enters it."""
    if kind not in FORMS:
        raise NotFound(_("There is no such step."))
    rules.may_note(stamp.actor, lab).enforce()
    form = _form(kind, stamp, lab, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_record(lab, kind=kind, told=form.told(), stamp=stamp)
        except BadRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is on record."))
            return back(ways, lab, kind)
    return _form_page(request, lab, ways, form, kind=kind)


def change(request: HttpRequest, stamp: Stamp, lab: Lab, number: int, ways: Ways) -> HttpResponse:
    """Put an entry right; who was faster is told, nothing typed is lost."""
    record = queries.reach_record(lab, number)
    rules.may_note(stamp.actor, lab).enforce()
    form = _form(record.kind, stamp, lab, request.POST or None, initial_of(record))
    stale = None
    if request.method == "POST" and form.is_valid():
        sent = request.POST.get(VERSION, "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
        try:
            change_record(record, told=form.told(), version=version, stamp=stamp)
        except BadRecord as refusal:
            form.add_error(None, str(refusal))
        except Outrun:
            record.refresh_from_db()
            stale = Stale(str(record.version))
        else:
            messages.success(request, _("It is put right."))
            return back(ways, lab, record.kind)
    return _form_page(request, lab, ways, form, record=record, stale=stale)


def strike(request: HttpRequest, stamp: Stamp, lab: Lab, number: int, ways: Ways) -> HttpResponse:
    """Strike an entry out, with why."""
    record = queries.reach_record(lab, number)
    form = ReasonForm(request.POST, auto_id="id_strike_%s")
    if not form.is_valid():
        first = _form(record.kind, stamp, lab, None, initial_of(record))
        return _form_page(request, lab, ways, first, record=record, reason=form)
    strike_record(record, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("It is struck out; it stays on record with the reason."))
    return back(ways, lab, record.kind)


def _form(
    kind: str,
    stamp: Stamp,
    lab: Lab,
    data: QueryDict | None,
    initial: dict[str, Any] | None = None,
) -> ServiceForm | TrialForm | FinancingForm:
    """The form of one kind; only the lab's own people say what the public sees."""
    form = FORMS[kind](data, initial=initial)
    if not rules.may_keep(stamp.actor, lab):
        form.fields.pop("shown")
    return form


def _form_page(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    lab: Lab,
    ways: Ways,
    form: forms.Form,
    *,
    kind: str = "",
    record: Record | None = None,
    stale: Stale | None = None,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    wrong = form.is_bound or (reason is not None and reason.is_bound)
    name = Record.Kind(record.kind if record else kind).label
    context = {
        "lab": lab,
        "form": form,
        "record": record,
        "name": name,
        "stale": stale,
        "reason": reason or ReasonForm(auto_id="id_strike_%s"),
        "ways": ways,
        "crumbs": [
            Link(label=lab.label, url=reverse(ways.lab, args=[lab.pk])),
            Link(label=record.title if record else name),
        ],
    }
    status = 409 if stale else 422 if wrong else 200
    return show(request, "shell/labs/record.html", context, status=status)
