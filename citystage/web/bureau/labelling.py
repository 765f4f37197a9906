"""The office decides on a recognition: withdraw it with a reason, or renew it for another term."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.actions.label import NoTerm, renew_label, withdraw_label
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.models.labs import LABS
from citystage.stages.catalogue.queries import labs
from citystage.web.bureau.wording import Words
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show

_YEARS = 3


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = Words(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody who verifies the plaque reads it."),
    )


class RenewForm(forms.Form):
    """Until when it counts anew."""

    until = Day(label=gettext_lazy("Valid until (this day excluded)"))


@require_safe
@page
def label_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/bureau/labels/<id>/``."""
    return _show(request, stamp, labs.reach_label(stamp.actor, pk))


def _show(
    request: HttpRequest, stamp: Stamp, label: Label, wrong: forms.Form | None = None
) -> HttpResponse:
    today = timezone.localdate(stamp.at)
    begins = max(label.until or today, today)
    proposed = date(begins.year + _YEARS, begins.month, min(begins.day, 28))
    withdraw, renew = WithdrawForm(), RenewForm(initial={"until": proposed})
    if isinstance(wrong, WithdrawForm):
        withdraw = wrong
    elif isinstance(wrong, RenewForm):
        renew = wrong
    context = {
        "label": label,
        "withdraw": withdraw,
        "renew": renew,
        "begins": begins,
        "crumbs": [
            _directory(label),
            Link(label=label.lab.label, url=reverse("public:lab", args=[label.lab_id])),
            Link(label=label.number or label.code),
        ],
    }
    return show(request, "bureau/label.html", context, status=422 if wrong else 200)


def _directory(label: Label) -> Link:
    family = label.lab.family
    url = (
        reverse("public:labs")
        if family == LABS
        else reverse("public:recognised", kwargs={"family": family})
    )
    return Link(label=label.lab.get_kind_display(), url=url)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Withdraw or renew."""
    label = labs.reach_label(stamp.actor, pk)
    form: WithdrawForm | RenewForm
    if verb == "withdraw":
        form = WithdrawForm(request.POST)
        if form.is_valid():
            withdraw_label(label, reason=form.cleaned_data["reason"], stamp=stamp)
            messages.success(request, _("Withdrawn; plaque and certificate verify as withdrawn."))
    elif verb == "renew":
        form = RenewForm(request.POST)
        if form.is_valid():
            try:
                renew_label(label, stamp=stamp, **form.cleaned_data)
                messages.success(request, _("Renewed under a number of its own."))
            except NoTerm as refusal:
                form.add_error("until", str(refusal))
    else:
        raise NotFound(_("There is no such step."))
    if not form.is_valid():
        return _show(request, stamp, label, form)
    return HttpResponseRedirect(reverse("public:lab", args=[label.lab_id]))
