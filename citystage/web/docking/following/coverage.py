"""The coverage board: what nobody answers, what too few could do, who has nothing to do."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.actions.file_ask import Wanted, file_ask
from citystage.stages.docking.actions.invite_suppliers import invite_suppliers
from citystage.stages.docking.queries import coverage as queries
from citystage.stages.docking.queries import mergers
from citystage.stages.docking.states.asks import AskKind
from citystage.web.docking.following.tabs import tabs
from citystage.web.docking.tracking import files
from citystage.web.docking.tracking.forms import CleanText
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 20
_VIEWS: Final = {
    "unanswered": gettext_lazy("Scenarios without an answer"),
    "thin": gettext_lazy("Too few able suppliers"),
    "labs": gettext_lazy("Labs without a scene"),
    "idle": gettext_lazy("Capabilities without a scene"),
    "merged": gettext_lazy("Merged scenarios"),
}


def asked(stamp: Stamp, here: Address) -> tuple[Unit, str, Any]:
    """City, view and what it lists. Raises ``NotFound``."""
    city = queries.reach_city(stamp.actor, (here.values("city") or ("",))[-1])
    view = (here.values("show") or ("unanswered",))[-1]
    if view not in _VIEWS:
        raise NotFound(_("There is no such view."))
    lists: dict[str, Any] = {
        "unanswered": lambda: queries.unanswered(city),
        "thin": lambda: queries.thin(stamp.actor, city),
        "labs": lambda: queries.idle_labs(city),
        "idle": lambda: queries.idle(stamp.actor, city),
        "merged": lambda: mergers.standing(city),
    }
    return city, view, lists[view]()


@require_safe
@page
def board(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/coverage/``: ``city`` and ``show`` in the address."""
    here = Address.of(request)
    city, view, found = asked(stamp, here)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    scenarios = view in {"unanswered", "thin"}
    rows = list(leaf)
    invited = queries.invited_among([one.pk for one in rows]) if scenarios else {}
    context = {
        "page": leaf,
        "rows": [(one, invited.get(one.pk, 0)) for one in rows],
        "view": view,
        "heading": _VIEWS[view],
        "scenarios": scenarios,
        "city": city,
        "wanted": queries.suppliers_wanted(city.pk),
        "views": [
            Option(value=name, label=label, url=str(here.having("show", name)), active=name == view)
            for name, label in _VIEWS.items()
        ],
        "cities": [
            Option(
                value=one.code,
                label=one.label,
                url=str(here.having("city", one.code)),
                active=one.pk == city.pk,
            )
            for one in queries.steered(stamp.actor)
        ],
        "neighbours": bool(queries.neighbours(city)),
        "files": files.offered(request, "docking:coverage_export"),
        "tabs": tabs(stamp.actor, "coverage"),
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Coverage"))],
    }
    return show(request, "docking/following/coverage.html", context)


@require_POST
@page
def invite(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Ask suppliers that fit to look at a scenario; those who were asked are not asked again."""
    city = queries.reach_city(stamp.actor, request.POST.get("city", ""))
    scenario = queries.reach_open(city, number)
    asked = invite_suppliers(scenario, organisations=queries.fitting(scenario), stamp=stamp)
    if asked:
        told = ngettext("%(n)d supplier is invited.", "%(n)d suppliers are invited.", asked)
        messages.success(request, told % {"n": asked})
    else:
        messages.info(request, _("Everybody registered here who fits was invited before."))
    view = "thin" if request.POST.get("show") == "thin" else "unanswered"
    address = Address(reverse("docking:coverage")).having("city", city.code).having("show", view)
    return HttpResponseRedirect(str(address))


class NeighbourForm(forms.Form):
    """Which city is asked what."""

    use_required_attribute = False

    city = forms.ChoiceField(label=gettext_lazy("City"))
    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=200)
    text = CleanText(label=gettext_lazy("What you ask of it"), rows=6)

    def __init__(self, *args: Any, cities: list[Any], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.cities = {str(one.pk): one for one in cities}
        fields: dict[str, Any] = self.fields
        fields["city"].choices = [(pk, one.label) for pk, one in self.cities.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def neighbour(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Ask the city next door for suppliers of a scenario."""
    city = queries.reach_city(stamp.actor, request.GET.get("city", ""))
    scenario = queries.reach_open(city, number)
    title = _("Suppliers for “%(title)s”") % {"title": scenario.title}
    initial = {
        "title": title[:200],
        "text": _("We look for suppliers who could do this scenario: %(summary)s")
        % {"summary": scenario.summary or scenario.title},
    }
    form = NeighbourForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        cities=queries.neighbours(city),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = Wanted(
            kind=AskKind.NEIGHBOUR,
            title=said["title"],
            text=said["text"],
            public=False,
            scenario=scenario,
        )
        ask = file_ask(form.cities[said["city"]], wanted=wanted, stamp=stamp)
        messages.success(request, _("Asked. %s answers it.") % ask.unit.label)
        return HttpResponseRedirect(reverse("docking:ask", args=[ask.pk]))
    context = {
        "form": form,
        "scenario": scenario,
        "crumbs": [
            Link(label=_("Coverage"), url=reverse("docking:coverage")),
            Link(label=_("Ask another city")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "docking/following/neighbour.html", context, status=status)
