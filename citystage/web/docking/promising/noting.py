"""Note a promise on the phone: who, what, by when; two taps and one line."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.actions.note_promise import Said, note_promise
from citystage.stages.docking.queries import promises as queries
from citystage.web.docking.promising.listing import ensure
from citystage.web.docking.tracking.forms import CleanText
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show

# What stands in the form when it opens.
_USUAL = timedelta(days=14)


class PartyField(CleanText):
    """A name that cleans to the unit it means."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        names = {"list": "parties", "autocomplete": "off"}
        super().__init__(rows=1, max_length=200, widget=forms.TextInput(attrs=names), **settings)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- as Django calls it
        """The unit. Only who has a seat here can confirm."""
        typed = super().clean(value)
        if unit := queries.party_named(typed):
            return unit
        raise forms.ValidationError(
            _("Nobody of this name is registered here. Choose one of the names offered.")
        )


class NoteForm(forms.Form):
    """Who promised what to whom by when."""

    use_required_attribute = False

    direction = forms.ChoiceField(
        label=gettext_lazy("Who promised?"),
        choices=[
            ("ours", gettext_lazy("we promised them")),
            ("theirs", gettext_lazy("they promised us")),
        ],
        widget=forms.RadioSelect,
        initial="ours",
    )
    other = PartyField(label=gettext_lazy("The other side"))
    what = CleanText(label=gettext_lazy("What was promised"), rows=3, max_length=1000)
    due_on = Day(label=gettext_lazy("By when"))
    ours = PartyField(
        label=gettext_lazy("“We” are"),
        help_text=gettext_lazy("Another name when you take notes for others; both sides confirm."),
    )
    event: Any = forms.ModelChoiceField(
        label=gettext_lazy("At which event"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("at no event"),
    )

    def __init__(self, *args: Any, city: Unit | None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        known = queries.recent_events(city)
        fields["event"].queryset = queries.events_among(known)
        fields["event"].label_from_instance = lambda one: one.label
        if not known:
            del fields["event"]

    def clean(self) -> dict[str, Any]:
        """Two sides, not one."""
        said = super().clean() or {}
        if said.get("other") and said.get("other") == said.get("ours"):
            self.add_error("other", _("A promise is between two sides."))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/promises/new/``; ``event`` and ``scenario`` say where it was made."""
    ensure(stamp.actor)
    unit = stamp.actor.unit
    number = request.GET.get("scenario", "")
    scenario = reach_scenario(stamp.actor, number) if number else None
    initial = {
        "ours": unit.label if unit else "",
        "due_on": timezone.localdate(stamp.at) + _USUAL,
        "event": request.GET.get("event", ""),
        "other": request.GET.get("other", ""),
    }
    city = (unit.city or unit) if unit else None
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial, city=city)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        pair = (said["ours"], said["other"])
        giver, taker = pair if said["direction"] == "ours" else pair[::-1]
        made = note_promise(
            said=Said(
                giver=giver,
                taker=taker,
                what=said["what"],
                due_on=said["due_on"],
                event=said.get("event"),
                scenario=scenario,
            ),
            stamp=stamp,
        )
        messages.success(request, _("Noted; the other side is asked to confirm."))
        return HttpResponseRedirect(reverse("docking:promise", args=[made.pk]))
    context = {
        "form": form,
        "scenario": scenario,
        "names": queries.parties_known(stamp.actor),
        "crumbs": [
            Link(label=_("Promises"), url=reverse("docking:promises")),
            Link(label=_("Note a promise")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "docking/promising/new.html", context, status=status)
