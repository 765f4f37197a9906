"""The dry run of a selection: invented numbers through the whole timetable."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.stages.selection.models import Expert
from citystage.stages.selection.queries import programmes as queries
from citystage.stages.selection.rehearsing import Supposed, rehearse
from citystage.web.bureau.selecting.frame import framed
from citystage.web.bureau.selecting.terms_flat import KINDS
from citystage.web.shell.pages import page

_STARTS = {"science": 3, "industry": 1, "investment": 2, "finance": 1, "user_department": 1}


class SupposedForm(forms.Form):
    """The invented numbers."""

    applications = forms.IntegerField(
        label=gettext_lazy("Applications"), min_value=1, max_value=10_000
    )
    districts = forms.IntegerField(
        label=gettext_lazy("Districts that recommend"), min_value=1, max_value=100
    )
    places = forms.IntegerField(label=gettext_lazy("Places each"), min_value=0, max_value=500)
    institutions = forms.IntegerField(
        label=gettext_lazy("Institutions for the due diligence"), min_value=0, max_value=100
    )


@require_safe
@page
def rehearsal(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Run the timetable with invented numbers; nothing is written."""
    programme = queries.reach_programme(stamp.actor, pk)
    start = {
        "applications": 12,
        "districts": 3,
        "places": programme.call.default_places,
        "institutions": 1,
    } | {f"experts_{kind}": _STARTS.get(kind, 0) for kind in KINDS}
    form = SupposedForm(request.GET if "applications" in request.GET else None, initial=start)
    kinds = dict(Expert.Kind.choices)
    for kind in KINDS:
        form.fields[f"experts_{kind}"] = forms.IntegerField(
            label=kinds[kind], min_value=0, max_value=1_000
        )
    told = form.cleaned_data if form.is_bound and form.is_valid() else start
    supposed = Supposed(
        applications=told["applications"],
        districts=told["districts"],
        places=told["places"],
        experts={kind: told[f"experts_{kind}"] for kind in KINDS},
        institutions=told["institutions"],
        recommended=programme.call.needs_recommendation,
    )
    context = {
        "form": form,
        "numbers": [form[name] for name in SupposedForm.base_fields],
        "experts": [form[f"experts_{kind}"] for kind in KINDS],
        "run": rehearse(programme.read_terms(), supposed, calendar_of(programme.city)),
    }
    status = 422 if form.errors else 200
    return framed(
        request,
        stamp,
        programme,
        "rehearsal",
        "bureau/selecting/rehearsal.html",
        context,
        status=status,
    )
