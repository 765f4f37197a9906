"""A company, lab or office files an ask; the table says who answers, and by when."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.actions.file_ask import Wanted, file_ask
from citystage.stages.docking.deadlines import ask_terms
from citystage.stages.docking.queries import asks as queries
from citystage.stages.docking.states.asks import FILED_KINDS, AskKind
from citystage.web.docking.asking.listing import ensure
from citystage.web.docking.tracking.forms import CleanText
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


class AskForm(forms.Form):
    """What is asked, of which kind and field, and who may read the answer."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        choices=[(one.value, one.label) for one in FILED_KINDS],
        widget=forms.RadioSelect,
    )
    field: Any = forms.ModelChoiceField(
        label=gettext_lazy("Field"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("no field in particular"),
        help_text=gettext_lazy("Kind and field decide which unit answers."),
    )
    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=200)
    text = CleanText(
        label=gettext_lazy("What you need, and what it would make possible"),
        rows=7,
        help_text=gettext_lazy("Place, time, quantity, who takes part: what the unit must know."),
    )
    lab: Any = forms.ModelChoiceField(
        label=gettext_lazy("For the lab"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("for no lab"),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Everybody may read the ask and its answer"),
        required=False,
        help_text=gettext_lazy(
            "Only once it is answered, with the name of your unit. You can change this later."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, city: Unit, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["field"].queryset = queries.fields_of(city)
        fields["field"].label_from_instance = lambda one: one.label
        labs = queries.labs_of(actor)
        fields["lab"].queryset = labs
        fields["lab"].label_from_instance = lambda one: one.label
        if not labs:
            del fields["lab"]


def city_of(actor: Actor) -> Unit:
    """The city of the hat worn now. Raises ``NotFound`` without one."""
    if actor.unit is None:
        raise NotFound(_("There is nothing here for your role."))
    return actor.unit.city or actor.unit


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/asks/new/``; ``scenario`` names the scenario it is about."""
    ensure(stamp.actor)
    if not stamp.actor.may(Permission.DOCKING_ASK_FILE):
        raise NotFound(_("There is nothing here for your role."))
    city = city_of(stamp.actor)
    number = request.GET.get("scenario", "")
    scenario = reach_scenario(stamp.actor, number) if number else None
    form = AskForm(request.POST if request.method == "POST" else None, actor=stamp.actor, city=city)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = Wanted(
            kind=AskKind(said["kind"]),
            title=said["title"],
            text=said["text"],
            public=said["public"],
            field=said["field"],
            lab=said.get("lab"),
            scenario=scenario,
        )
        ask = file_ask(city, wanted=wanted, stamp=stamp)
        messages.success(request, _("Filed. %s answers it.") % ask.unit.label)
        return HttpResponseRedirect(reverse("docking:ask", args=[ask.pk]))
    context = {
        "form": form,
        "scenario": scenario,
        "days": ask_terms(city.pk).reply_working_days,
        "crumbs": [
            Link(label=_("Asks"), url=reverse("docking:asks")),
            Link(label=_("File an ask")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "docking/asking/new.html", context, status=status)
