"""``/steering/reported/new/`` and ``…/<pk>/correct/``: a reading is entered, or entered anew."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.actions.enter_reading import correct_reading, enter_reading
from citystage.stages.evaluation.models import Reported
from citystage.stages.evaluation.plan_writing import NotAPlan, PlanChangedMeanwhile
from citystage.stages.evaluation.queries import reported as queries
from citystage.stages.evaluation.queries.plan_figures import indicators_of
from citystage.stages.evaluation.queries.wall import reach_city
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show
from citystage.web.steering.reported.forms import ReadingForm

_BOTH = ["GET", "HEAD", "POST"]


def _list(city: Unit) -> str:
    return f"{reverse('steering:plans')}?city={city.code}"


@require_http_methods(_BOTH)
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """A reading that no pack tells of."""
    city = reach_city(stamp.actor, request.GET.get("city", ""))
    plan_rules.may_edit(stamp.actor, city).enforce()
    sent = request.POST if request.method == "POST" else None
    form = ReadingForm(sent, indicators=indicators_of(city))
    if sent is not None and form.is_valid():
        said = form.cleaned_data["reason"]
        try:
            enter_reading(
                city, stated=form.stated(), source=form.source(), reason=said, stamp=stamp
            )
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The reading is entered, as reported."))
            return HttpResponseRedirect(_list(city))
    return _draw(request, form, city, title=_("Enter a reported reading"))


@require_http_methods(_BOTH)
@page
def correct(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The former reading stays, and the new one says why."""
    reading = queries.reach_reading(stamp.actor, pk)
    sent = request.POST if request.method == "POST" else None
    start, known = ReadingForm.filled(reading), indicators_of(reading.city)
    form = ReadingForm(sent, initial=start, indicators=known)
    stale = ""
    if sent is not None and form.is_valid():
        try:
            _correct(reading, form, sent.get(VERSION, ""), stamp)
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        except PlanChangedMeanwhile as fault:
            stale = str(fault)
        else:
            messages.success(request, _("The reading is corrected; the former one stays."))
            return HttpResponseRedirect(_list(reading.city))
    title = _("Correct a reported reading")
    return _draw(request, form, reading.city, title=title, reading=reading, stale=stale)


def _correct(reading: Reported, form: ReadingForm, version: str, stamp: Stamp) -> None:
    if version != str(reading.pk):
        raise PlanChangedMeanwhile(_("Somebody corrected this reading meanwhile."))
    correct_reading(
        reading,
        stated=form.stated(),
        source=form.source(),
        reason=form.cleaned_data["reason"],
        stamp=stamp,
    )


def _draw(  # noqa: PLR0913 -- one page in its ways
    request: HttpRequest,
    form: ReadingForm,
    city: Unit,
    *,
    title: str,
    reading: Reported | None = None,
    stale: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": _("Enter as reported"),
        "under": reading.label if reading else city.label,
        "version": reading.pk if reading else None,
        "stale": stale,
        "back": _list(city),
        "crumbs": [Link(label=_("Plans"), url=_list(city)), Link(label=title)],
    }
    status = 409 if stale else 422 if form.is_bound else 200
    return show(request, "steering/plan/form.html", context, status=status)
