"""Calls: list, write, change, open and close."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries
from citystage.stages.intake.actions.change_call import CallMoved, change_call
from citystage.stages.intake.actions.close_call import close_call
from citystage.stages.intake.actions.open_call import open_call
from citystage.stages.intake.actions.prepare_call import prepare_call
from citystage.stages.intake.calling import MOST_PLACES, BadSettings, CallSettings
from citystage.stages.intake.models import Call, FormVersion
from citystage.stages.intake.preparing import CodeTaken
from citystage.stages.intake.queries.forms import forms_of
from citystage.stages.selection.queries.programmes import programme_of_call
from citystage.web.shell.components import Link
from citystage.web.shell.days import Moment
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.pages import page, show

# For a call that selects these follow the phases of its programme.
_OF_THE_TERMS = ("opens_at", "closes_at", "recommend_until")


def _kinds() -> list[tuple[str, str]]:
    known = dict(Unit.Kind.choices) | dict(Organisation.Kind.choices)
    return [(str(value), str(label)) for value, label in known.items() if value != Unit.Kind.CITY]


class CleanChar(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)) if value else ""


class CallForm(forms.Form):
    """The settings of a call."""

    use_required_attribute = False

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits and hyphens; it never changes."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Call.Kind.choices)
    title = CleanChar(label=gettext_lazy("Title in Chinese"), max_length=200)
    title_en = CleanChar(label=gettext_lazy("Title in English"), max_length=240, required=False)
    introduction = CleanChar(
        label=gettext_lazy("Introduction in Chinese"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    introduction_en = CleanChar(
        label=gettext_lazy("Introduction in English"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    form = forms.ModelChoiceField(
        label=gettext_lazy("Form version"),
        queryset=FormVersion.objects.none(),
        help_text=gettext_lazy("Applications under way keep the version they began with."),
    )
    opens_at = Moment(label=gettext_lazy("Takes applications from"))
    closes_at = Moment(
        label=gettext_lazy("until (excluded)"),
        required=False,
        help_text=gettext_lazy("Leave it empty for a call that is always open."),
    )
    needs_recommendation = forms.BooleanField(
        label=gettext_lazy("A district or department must recommend"), required=False
    )
    recommend_until = Moment(
        label=gettext_lazy("Recommendations until (excluded)"),
        required=False,
        help_text=gettext_lazy("Leave it empty for no end."),
    )
    sealed = forms.BooleanField(
        label=gettext_lazy("Sealed: nobody but the applicant reads anything before it closes"),
        required=False,
    )
    eligible_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Who may file"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: everybody with the right to file."),
    )
    opinion_order = forms.ChoiceField(
        label=gettext_lazy("Departments give their opinions"), choices=Call.OpinionOrder.choices
    )
    opinion_days = forms.IntegerField(
        label=gettext_lazy("Days for each opinion"), min_value=1, max_value=365
    )
    release_score = forms.IntegerField(
        label=gettext_lazy("Least quality for release (0 to 100)"), min_value=0, max_value=100
    )
    default_places = forms.IntegerField(
        label=gettext_lazy("Places of each district and department"),
        min_value=0,
        max_value=MOST_PLACES,
        help_text=gettext_lazy("Unless it is given its own number below."),
    )

    def __init__(self, *args: Any, city: Unit, call: Call | None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = forms_of(city)  # type: ignore[attr-defined]
        self.fields["form"].label_from_instance = _version  # type: ignore[attr-defined]
        self.fields["eligible_kinds"].choices = _kinds()  # type: ignore[attr-defined]
        self.call = call
        if call is not None:
            del self.fields["code"]
        if call is not None and call.way == Call.Way.SELECTION:
            for name in _OF_THE_TERMS:
                del self.fields[name]
        own = queries.places_of(call) if call else {}
        self.units = list(queries.recommenders_of(city))
        for unit in self.units:
            self.fields[f"places_{unit.pk}"] = forms.IntegerField(
                label=unit.label,
                min_value=0,
                max_value=MOST_PLACES,
                required=False,
                initial=own.get(unit.pk),
            )

    def quotas(self) -> list[forms.BoundField]:
        """The number of places of each unit."""
        return [self[f"places_{unit.pk}"] for unit in self.units]

    def settings(self, code: str) -> CallSettings:
        """What was typed, as the stage takes it."""
        data = dict(self.cleaned_data)
        if self.call is not None:
            data["way"] = self.call.way
            data |= {name: getattr(self.call, name) for name in _OF_THE_TERMS if name not in data}
        data["code"] = data.get("code") or code
        places = {
            unit.pk: number
            for unit in self.units
            if (number := data.pop(f"places_{unit.pk}")) is not None
        }
        return CallSettings(**data, places=places)


def _version(version: FormVersion) -> str:
    return _("%(title)s, version %(number)d") % {"title": version.label, "number": version.version}


def _crumbs(last: str) -> list[Link]:
    return [Link(label=_("Calls"), url=reverse("bureau:calls")), Link(label=last)]


def _city(stamp: Stamp) -> Unit:
    cities = stamp.actor.reach(Permission.INTAKE_CALL_MANAGE)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    return cities[0]


@require_safe
@page
def calls(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """List the calls of our city."""
    _city(stamp)
    context = {"rows": list(queries.calls_to_manage(stamp.actor)), "now": stamp.at}
    return show(request, "bureau/calls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Write a call; it is opened afterwards."""
    city = _city(stamp)
    initial = {
        "opens_at": stamp.at,
        "needs_recommendation": True,
        "opinion_days": 5,
        "release_score": 0,
        "default_places": 5,
    }
    form = CallForm(request.POST or None, city=city, call=None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            call = prepare_call(city, settings=form.settings(""), stamp=stamp)
        except BadSettings as refusal:
            _tell(form, refusal.errors)
        except CodeTaken as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The call is prepared. Open it when it is right."))
            return HttpResponseRedirect(reverse("bureau:call", args=[call.pk]))
    context = {"form": form, "crumbs": _crumbs(_("New call"))}
    return show(request, "bureau/call.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def call(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show and change the settings of one call."""
    found = queries.reach_managed_call(stamp.actor, pk)
    initial = {name: getattr(found, name) for name in CallForm.base_fields if name != "code"}
    form = CallForm(request.POST or None, city=found.city, call=found, initial=initial)
    moved = None
    if request.method == "POST" and form.is_valid():
        sent = request.POST.get(VERSION, "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
        try:
            change_call(found, settings=form.settings(found.code), version=version, stamp=stamp)
        except BadSettings as refusal:
            _tell(form, refusal.errors)
        except CallMoved:
            moved = Stale(str(found.version))
        else:
            messages.success(request, _("The call is changed."))
            return HttpResponseRedirect(reverse("bureau:call", args=[pk]))
    status = 409 if moved else 422 if form.errors else 200
    selects = programme_of_call(found.pk) if found.way == Call.Way.SELECTION else None
    context = {
        "call": found,
        "form": form,
        "stale": moved,
        "crumbs": _crumbs(found.label),
        "open_now": found.takes_applications_at(stamp.at),
        "selection": reverse("bureau:selection", args=[selects.pk]) if selects else "",
    }
    return show(request, "bureau/call.html", context, status=status)


def _tell(form: CallForm, errors: Mapping[str, str]) -> None:
    for name, said in errors.items():
        form.add_error(name if name in form.fields else None, said)


@require_POST
@page
def set_open(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Open or close a call."""
    found = queries.reach_managed_call(stamp.actor, pk)
    if verb == "open":
        open_call(found, stamp=stamp)
        messages.success(request, _("The call is open."))
    else:
        close_call(found, stamp=stamp)
        messages.success(request, _("The call is closed."))
    return HttpResponseRedirect(reverse("bureau:call", args=[pk]))
