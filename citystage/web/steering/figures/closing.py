"""Closing a period: asked once more, then for good."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.queries import city_coded
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.actions.close_period import close_period
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.rules import may_close_period
from citystage.web.shell.components import Link
from citystage.web.shell.fields import CleanText
from citystage.web.shell.pages import page, show
from citystage.web.steering.figures.listing import list_url
from citystage.web.steering.figures.shown import period_name


class ClosingForm(forms.Form):
    """What is said about it, if anything."""

    use_required_attribute = False

    note = CleanText(
        label=gettext_lazy("To whom the figures were reported, and when"),
        rows=2,
        max_length=500,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def close(request: HttpRequest, stamp: Stamp, city: str, word: str) -> HttpResponse:
    """``/steering/figures/<city>/close/<period>/``."""
    found = city_coded(city)
    if found is None or not figures.reads_all(stamp.actor, found):
        raise NotFound(_("There is no such city within your reach."))
    period = figures.reach_period(found, word)
    verdict = may_close_period(stamp, found, period)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        close_period(found, period=period, note=form.cleaned_data["note"], stamp=stamp)
        messages.success(request, _("The period is closed; later changes show as corrections."))
        return HttpResponseRedirect(list_url(found, period))
    context = {
        "form": form,
        "verdict": verdict,
        "period": period_name(period),
        "back": list_url(found, period),
        "crumbs": [
            Link(label=_("City figures"), url=list_url(found, period)),
            Link(label=_("Close the period")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "steering/figures/close.html", context, status=status)
