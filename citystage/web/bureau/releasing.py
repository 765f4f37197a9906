"""Lists: prepare them, look at them as the public will, release them, amend them."""

import hashlib

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities_under
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.actions.prepare_list import (
    CodeTaken,
    change_heading,
    prepare_list,
)
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.models import Release
from citystage.stages.catalogue.queries import preparing
from citystage.stages.catalogue.states import ReleaseState, ScenarioState
from citystage.stages.matchmaking.queries.overview import able_among
from citystage.stages.matchmaking.queries.wanted import suppliers_wanted
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import stale
from citystage.web.shell.pages import page, show

PER_PAGE = 30


class HeadingForm(forms.Form):
    """The heading of a list."""

    use_required_attribute = False

    title = CleanChar(label=gettext_lazy("Title in Chinese"), max_length=300)
    title_en = CleanChar(label=gettext_lazy("Title in English"), max_length=400, required=False)
    number = CleanChar(
        label=gettext_lazy("Official number"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As it is cited, for example 青场景〔2026〕1号."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of list"), choices=Release.Kind.choices)
    issuer = CleanChar(label=gettext_lazy("Issued by"), max_length=200, required=False)
    introduction = CleanChar(
        label=gettext_lazy("Introduction"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NewListForm(HeadingForm):
    """The same, with the city and the address it will keep for good."""

    city = forms.ModelChoiceField(label=gettext_lazy("City"), queryset=Unit.objects.none())
    code = forms.SlugField(
        label=gettext_lazy("Address of the list"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits and hyphens, such as 2026-1; never changes."),
    )


def crumbs(*links: Link) -> list[Link]:
    """The way to a page of lists."""
    return [
        Link(label=_("My work"), url="/work/"),
        Link(label=_("Lists"), url=reverse("bureau:lists")),
        *links,
    ]


def to_list(release: Release) -> HttpResponseRedirect:
    """Back to the page of a list."""
    return HttpResponseRedirect(reverse("bureau:list", args=[release.pk]))


@require_safe
@page
def lists(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show all lists of the person's cities."""
    if not stamp.actor.may(Permission.CATALOGUE_LIST_PREPARE):
        raise NotFound(_("There is nothing here for your role."))
    found = Paginator(preparing.lists(stamp.actor), PER_PAGE)
    context = {"page": found.get_page(request.GET.get("page")), "crumbs": crumbs()[:2]}
    return show(request, "bureau/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_list(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Begin a list."""
    choices = preparing.cities(stamp.actor)
    if not choices:
        raise NotFound(_("There is nothing here for your role."))
    form = NewListForm(request.POST or None, initial={"city": choices[0].pk})
    form.fields["city"].queryset = cities_under(choices)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            release = prepare_list(data.pop("city"), **data, stamp=stamp)
        except CodeTaken as taken:
            form.add_error("code", str(taken))
        else:
            messages.success(request, _("The list is begun. Choose what goes into it."))
            return HttpResponseRedirect(reverse("bureau:choose", args=[release.pk]))
    status = 422 if form.is_bound else 200
    context = {"form": form, "crumbs": crumbs(Link(label=_("New list")))}
    return show(request, "bureau/list_heading.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def heading(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Change the heading of a list in preparation."""
    release = preparing.reach_list(stamp.actor, pk)
    if release.state != ReleaseState.PREPARING:
        return to_list(release)
    form = HeadingForm(request.POST or None, initial=vars(release))
    found = None
    if request.method == "POST":
        found = stale(request, heading_token(release))
        if form.is_valid() and not found:
            change_heading(release, heading=form.cleaned_data, stamp=stamp)
            messages.success(request, _("The heading has been saved."))
            return to_list(release)
    context = {
        "form": form,
        "release": release,
        "stale": found,
        "token": heading_token(release),
        "crumbs": crumbs(_link(release), Link(label=_("Heading"))),
    }
    status = 409 if found else 422 if form.is_bound else 200
    return show(request, "bureau/list_heading.html", context, status=status)


def heading_token(release: Release) -> str:
    """Differs when somebody changed the heading."""
    parts = [getattr(release, name) for name in HeadingForm.base_fields]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _link(release: Release) -> Link:
    return Link(label=release.label, url=reverse("bureau:list", args=[release.pk]))


@require_safe
@page
def one_list(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show a list with its items, and what may be done with it."""
    return draw(request, preparing.reach_list(stamp.actor, pk))


def draw(
    request: HttpRequest, release: Release, *, notice: str = "", status: int = 200
) -> HttpResponse:
    """The page of a list; ``notice`` says why it is shown again."""
    rows = preparing.items(release)
    standings = preparing.standings(release.city, [item.scenario for item in rows])
    listed = [(item, standings.get(item.scenario_id)) for item in rows]
    blocked = [item for item, found in listed if found and found.blocking]
    preparation = release.state == ReleaseState.PREPARING
    able = able_among(item.scenario_id for item in rows) if preparation else {}
    # Fewer are said before a release, and never forbid it.
    wanted = suppliers_wanted(release.city_id)
    fresh = [item for item in rows if item.scenario.state == ScenarioState.RESERVE]
    context = {
        "release": release,
        "rows": listed,
        "order": ",".join(str(item.scenario_id) for item in rows),
        "blocked": len(blocked),
        "weak": sum(1 for _item, found in listed if found and found.weak),
        "fresh": fresh,
        "addenda": list(release.addenda.select_related("item", "made_by")),
        "preparing": preparation,
        "thin": {pk: number for pk, number in able.items() if number < wanted},
        "wanted": wanted,
        "notice": notice,
        "crumbs": crumbs(Link(label=release.label)),
    }
    return show(request, "bureau/list.html", context, part="items", status=status)


@require_safe
@page
def preview(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The list as the public will see it."""
    release = preparing.reach_list(stamp.actor, pk)
    rows = preparing.items(release)
    context = {
        "release": release,
        "groups": preparing.drafted(rows).items(),
        "total": len(rows),
        "crumbs": crumbs(_link(release), Link(label=_("Preview"))),
    }
    return show(request, "bureau/list_preview.html", context)


@require_POST
@page
def give_out(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Release the list."""
    release = preparing.reach_list(stamp.actor, pk)
    release_list(release, stamp=stamp)
    number = release.items.count()
    words = ngettext(
        "The list is released with %(number)d item. Its files are being made.",
        "The list is released with %(number)d items. Its files are being made.",
        number,
    )
    messages.success(request, words % {"number": number})
    return to_list(release)
