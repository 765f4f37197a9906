"""Access of devices: made here, shown once, ended here; and how a device sends."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.stages.trials.actions.give_access import end_access, give_access
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries import readings as queries
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries.trials import reach_trial
from citystage.stages.trials.rules import readings as rules
from citystage.web.shell.components import Link
from citystage.web.shell.fields import CleanText
from citystage.web.shell.pages import page, show
from citystage.web.trials.listing import ensure


class NameForm(forms.Form):
    """What sends."""

    use_required_attribute = False
    name = CleanText(
        label=gettext_lazy("Device or system"),
        rows=1,
        max_length=120,
        help_text=gettext_lazy("As people will know it: the gateway of station 3."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def browse(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/<pk>/access/``; POST gives access, and shows the secret this once."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    form = NameForm(request.POST if request.method == "POST" else None)
    secret, status = "", 200
    if request.method == "POST":
        if form.is_valid():
            # The form has no one-time key: answers under a key are kept, and this one is secret.
            _token, secret = give_access(trial, name=form.cleaned_data["name"], stamp=stamp)
            form = NameForm()
        else:
            status = 422
    response = show(
        request, "trials/access.html", _around(stamp, trial, form, secret), status=status
    )
    # The secret stands in this answer only: nothing keeps it.
    response["Cache-Control"] = "no-store"
    return response


def _around(stamp: Stamp, trial: Trial, form: NameForm, secret: str) -> dict[str, object]:
    frame, terms = standing.frame(trial), standing.terms(trial.city_id)
    read = [one for one in frame.measures if one.is_read]
    return {
        "trial": trial,
        "form": form,
        "secret": secret,
        "tokens": queries.tokens_of(trial),
        "may_give": rules.may_give_access(stamp.actor, trial),
        "may_end": rules.may_remove(stamp.actor, trial),
        "measures": read,
        "example": read[0].code if read else "",
        "feeding": terms.feeding,
        "kilobytes": terms.feeding.bytes_per_call // 1024,
        "address": settings.SITE_ADDRESS + reverse("trials:send", args=[trial.pk]),
        "crumbs": [
            Link(label=_("Trial agreements"), url=reverse("trials:list")),
            Link(label=trial.title, url=reverse("trials:trial", args=[trial.pk])),
            Link(label=_("Access for devices")),
        ],
    }


@require_POST
@page
def end(request: HttpRequest, stamp: Stamp, pk: int, token: int) -> HttpResponse:
    """The device sends no more."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    end_access(queries.token_of(trial, token), stamp=stamp)
    messages.success(request, _("The device sends no more; what it sent stays."))
    return HttpResponseRedirect(reverse("trials:access", args=[pk]))
