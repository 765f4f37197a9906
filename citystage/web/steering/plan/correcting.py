"""``/steering/plan/targets/<pk>/words/``: the words of a target are put right, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.models import Entry
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.actions.correct_target import Wording, correct_target
from citystage.stages.evaluation.models import Target
from citystage.stages.evaluation.plan_writing import NotAPlan, PlanChangedMeanwhile
from citystage.stages.evaluation.queries import plan as queries
from citystage.web.shell.components import Link, Text
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show
from citystage.web.steering.plan.forms import CorrectForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One correction: which words, before and now, why, by whom, when."""

    at: datetime
    who: str
    changes: Sequence[tuple[Text, str, str]]
    reason: str


def corrected(entry: Entry) -> Corrected:
    """As the ledger tells of it."""
    labels = {name: field.label or "" for name, field in CorrectForm.base_fields.items()}
    fields: dict[str, list[str]] = entry.payload["fields"]
    return Corrected(
        at=entry.at,
        who=str(entry.actor or ""),
        changes=[(labels.get(name, name), old, new) for name, (old, new) in fields.items()],
        reason=str(entry.payload["reason"]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def words(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The form, filled with the words as they are."""
    target = queries.reach_target(stamp.actor, pk)
    plan_rules.may_revise(stamp.actor, target).enforce()
    sent = request.POST if request.method == "POST" else None
    form = CorrectForm(sent, initial=CorrectForm.filled(target))
    stale = ""
    if sent is not None and form.is_valid():
        try:
            _correct(target, form, sent_version(request), stamp)
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        except PlanChangedMeanwhile as fault:
            stale, target = str(fault), queries.reach_target(stamp.actor, pk)
        else:
            messages.success(request, _("The words are corrected; the former ones stay told."))
            return HttpResponseRedirect(reverse("steering:plan", args=[target.plan_id]))
    return _draw(request, form, target, stale)


def _correct(target: Target, form: CorrectForm, version: int, stamp: Stamp) -> None:
    told = dict(form.cleaned_data)
    reason = told.pop("reason")
    correct_target(target, words=Wording(**told), reason=reason, version=version, stamp=stamp)


def _draw(request: HttpRequest, form: CorrectForm, target: Target, stale: str) -> HttpResponse:
    back = reverse("steering:plan", args=[target.plan_id])
    context = {
        "form": form,
        "title": _("Correct the words"),
        "button": _("Correct"),
        "under": target.label,
        "version": target.words_version,
        "stale": stale,
        "back": back,
        "crumbs": [
            Link(label=_("Plans"), url=reverse("steering:plans")),
            Link(label=target.plan.label, url=back),
            Link(label=_("Correct the words")),
        ],
    }
    status = 409 if stale else 422 if form.is_bound else 200
    return show(request, "steering/plan/form.html", context, status=status)
