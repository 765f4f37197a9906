"""What goes into a list and in which order; what is said of it after its release."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.actions.make_addendum import ItemNeeded, make_addendum
from citystage.stages.catalogue.actions.prepare_list import OrderMoved, arrange_list
from citystage.stages.catalogue.models import Addendum, ReleaseItem
from citystage.stages.catalogue.queries import preparing
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.states import ReleaseState
from citystage.web.bureau.releasing import PER_PAGE, crumbs, draw, to_list
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, chips, facet
from citystage.web.shell.pages import page, show, wants_part

_MOST_CHOSEN = 500
FACETS = {
    "status": gettext_lazy("Status"),
    "field": gettext_lazy("Field"),
    "district": gettext_lazy("District"),
}


def facets_of(found: dict[str, list[tuple[str, str, int]]], here: Address) -> list[Facet]:
    """State, field and district as links."""
    return [facet(name, FACETS[name], rows, here=here) for name, rows in found.items() if rows]


def ids_of(text: str) -> list[int]:
    """Whole numbers between commas; anything else is left out."""
    return [int(one) for one in text.split(",") if one.isascii() and one.isdecimal()]


@require_safe
@page
def choose(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show what may go into the list, with filters."""
    release = preparing.reach_list(stamp.actor, pk)
    if release.state != ReleaseState.PREPARING:
        return to_list(release)
    wanted, here = ScenarioFilter.read(request.GET), Address.of(request)
    found = Paginator(preparing.candidates(release, wanted), PER_PAGE)
    rows = found.get_page(request.GET.get("page"))
    standings = preparing.standings(release.city, rows)
    facets = facets_of(preparing.facet_counts(preparing.candidates(release, wanted)), here)
    context = {
        "release": release,
        "page": rows,
        "rows": [(one, standings.get(one.pk)) for one in rows],
        "words": wanted.q,
        "here": here,
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "crumbs": crumbs(
            Link(label=release.label, url=reverse("bureau:list", args=[pk])),
            Link(label=_("Choose")),
        ),
    }
    return show(request, "bureau/list_choose.html", context)


@require_POST
@page
def add(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Put the chosen ones at the end of the list."""
    release = preparing.reach_list(stamp.actor, pk)
    chosen = ids_of(",".join(request.POST.getlist("scenario")))[:_MOST_CHOSEN]
    before = [item.scenario_id for item in preparing.items(release)]
    after = list(dict.fromkeys([*before, *chosen]))
    if len(after) == len(before):
        messages.warning(request, _("Tick at least one scenario."))
    else:
        arrange_list(release, scenario_ids=after, seen=before, stamp=stamp)
        added = len(after) - len(before)
        words = ngettext("%(n)d scenario was added.", "%(n)d scenarios were added.", added)
        messages.success(request, words % {"n": added})
    query = request.POST.get("query", "")[:1000]
    back = reverse("bureau:choose", args=[pk])
    return HttpResponseRedirect(f"{back}?{query}" if query else back)


@require_POST
@page
def arrange(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Move one item up, down or to a place, or take it out; ``order`` is what was seen."""
    release = preparing.reach_list(stamp.actor, pk)
    seen = ids_of(request.POST.get("order", ""))
    after = moved(seen, request.POST.dict())
    try:
        arrange_list(release, scenario_ids=after, seen=seen, stamp=stamp)
    except OrderMoved as refusal:
        return draw(request, release, notice=str(refusal), status=409)
    if wants_part(request):
        return draw(request, release)
    return HttpResponseRedirect(reverse("bureau:list", args=[pk]) + "#items")


def moved(seen: list[int], asked: Mapping[str, object]) -> list[int]:
    """The order after one button; a button for an item that is not there does nothing."""
    verb, _colon, number = str(asked.get("move", "")).partition(":")
    item = int(number) if number.isascii() and number.isdecimal() else 0
    if item not in seen:
        return seen
    at, rest = seen.index(item), [one for one in seen if one != item]
    places = {"up": at - 1, "down": at + 1, "first": 0, "last": len(rest)}
    if verb == "place":
        typed = str(asked.get(f"place-{item}", ""))
        places["place"] = int(typed) - 1 if typed.isascii() and typed.isdecimal() else at
    if verb != "out":
        place = min(max(places.get(verb, at), 0), len(rest))
        rest.insert(place, item)
    return rest


class AddendumForm(forms.Form):
    """What is to be said of a released list."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Addendum.Kind.choices)
    item = forms.ModelChoiceField(
        label=gettext_lazy("Item it concerns"),
        queryset=ReleaseItem.objects.none(),
        required=False,
        empty_label=gettext_lazy("the whole list"),
        help_text=gettext_lazy("A withdrawal takes this item's scenario out of the public."),
    )
    text = CleanChar(
        label=gettext_lazy("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Everybody reads it on the list, in its files and by mail."),
    )


def _item_label(item: ReleaseItem) -> str:
    return f"{item.ordinal}. {item.frozen.get('title', '')}"


@require_http_methods(["GET", "HEAD", "POST"])
@page
def addendum(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Say something about a released list."""
    release = preparing.reach_list(stamp.actor, pk)
    form = AddendumForm(request.POST or None)
    form.fields["item"].queryset = release.items.order_by("ordinal")  # type: ignore[attr-defined]
    form.fields["item"].label_from_instance = _item_label  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            made = make_addendum(release, **form.cleaned_data, stamp=stamp)
        except ItemNeeded as needed:
            form.add_error("item", str(needed))
        else:
            messages.success(request, _("Addendum %d is public; followers are told.") % made.number)
            return to_list(release)
    context = {
        "form": form,
        "release": release,
        "crumbs": crumbs(
            Link(label=release.label, url=reverse("bureau:list", args=[pk])),
            Link(label=_("Addendum")),
        ),
    }
    status = 422 if form.is_bound else 200
    return show(request, "bureau/list_addendum.html", context, status=status)
