"""What an organisation can do, in its own words: described once, found by every demand side."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.actions.describe_capability import (
    CapabilityMoved,
    change_capability,
    describe_capability,
    offer_capability,
    retire_capability,
)
from citystage.stages.catalogue.describing import PARTS, Description
from citystage.stages.catalogue.models import Capability
from citystage.stages.catalogue.queries import own_capabilities as queries
from citystage.stages.catalogue.queries import recording
from citystage.stages.matchmaking.queries.scenarios import fitting_capability
from citystage.web.company.fits import keep_showing, told
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale, stale
from citystage.web.shell.pages import page, show

PER_PAGE = 30
# So many scenarios stand beside a capability; the page of fits has them all.
_FITTING = 5
_LONG = 10_000


class _Words(forms.CharField):
    def to_python(self, value: object) -> str:
        return clean(str(value)) if value else ""


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CapabilityForm(forms.Form):
    """One capability, as its organisation describes it."""

    use_required_attribute = False

    title = _Words(label=gettext_lazy("What you can do"), max_length=300)
    title_en = _Words(label=gettext_lazy("The same in English"), max_length=400, required=False)
    description = _Words(
        label=gettext_lazy("How it works and what it rests on"),
        max_length=_LONG,
        required=False,
        widget=_area(6),
    )
    field = forms.ModelChoiceField(Term.objects.none(), label=gettext_lazy("Field"), required=False)
    chain = forms.ModelChoiceField(
        Term.objects.none(), label=gettext_lazy("Industry chain"), required=False
    )
    applies_to = _Words(label=gettext_lazy("Where it can be used"), max_length=300, required=False)
    cases = _Words(
        label=gettext_lazy("Where it is in use already"),
        max_length=_LONG,
        required=False,
        widget=_area(4),
        help_text=gettext_lazy("One case in each line: customer, year, measured result."),
    )
    qualifications = _Words(
        label=gettext_lazy("Qualifications"), max_length=_LONG, required=False, widget=_area(2)
    )
    seeking = _Words(
        label=gettext_lazy("What you look for"),
        max_length=_LONG,
        required=False,
        widget=_area(2),
        help_text=gettext_lazy("Places to try it, customers, capital, suppliers."),
    )
    readiness = forms.IntegerField(
        label=gettext_lazy("Technology readiness level (1 to 9)"),
        min_value=1,
        max_value=9,
        required=False,
    )
    contact_name = _Words(label=gettext_lazy("Contact person"), max_length=120, required=False)
    contact_phone = _Words(label=gettext_lazy("Telephone"), max_length=120, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)

    def __init__(self, *args: Any, city: Unit | None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        for name, scheme in (("field", Scheme.FIELD), ("chain", Scheme.CHAIN)):
            self.fields[name].queryset = recording.terms(city, scheme)  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = lambda term: term.label  # type: ignore[attr-defined]

    def described(self, kept: dict[str, str]) -> Description:
        """What was typed; parts of the contact that the form does not know stay."""
        data = dict(self.cleaned_data)
        typed = {key: data.pop(f"contact_{key}") for key in ("name", "phone", "email")}
        others = {key: value for key, value in kept.items() if key not in typed}
        return Description(**data, contact=others | {k: v for k, v in typed.items() if v})


def _crumbs(*links: Link) -> list[Link]:
    return [
        Link(label=_("My work"), url="/work/"),
        Link(label=_("Our capabilities"), url=reverse("company:capabilities")),
        *links,
    ]


@require_safe
@page
def capabilities(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show what the organisation has described."""
    found = queries.own(stamp.actor)
    if words := request.GET.get("q", "").strip()[:200]:
        found = queries.saying(found, words)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "organisations": queries.organisations(stamp.actor),
        "words": words,
        "crumbs": _crumbs()[:2],
    }
    return show(request, "company/capabilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Describe one more."""
    choices = queries.organisations(stamp.actor)
    if not choices:
        raise NotFound(_("Only members of a registered organisation describe capabilities."))
    organisation = _chosen(request, choices)
    form = CapabilityForm(request.POST or None, city=organisation.city)
    if request.method == "POST" and form.is_valid():
        made = describe_capability(organisation, described=form.described({}), stamp=stamp)
        messages.success(
            request, _("The capability is public. Below are the scenarios that fit it.")
        )
        return HttpResponseRedirect(reverse("company:capability", args=[made.pk]))
    context = {
        "form": form,
        "organisation": organisation,
        "organisations": choices,
        "crumbs": _crumbs(Link(label=_("New capability"))),
    }
    status = 422 if form.is_bound else 200
    return show(request, "company/capability_edit.html", context, status=status)


def _chosen(request: HttpRequest, choices: list[Organisation]) -> Organisation:
    wanted = request.POST.get("organisation") or request.GET.get("organisation", "")
    return next((one for one in choices if str(one.pk) == wanted), choices[0])


@require_safe
@page
def capability(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One capability as others see it, with what may be done."""
    found = queries.reach_own(stamp.actor, pk)
    parts = [
        (_("How it works and what it rests on"), found.description),
        (_("Where it can be used"), found.applies_to),
        (_("Where it is in use already"), found.cases),
        (_("Qualifications"), found.qualifications),
        (_("What you look for"), found.seeking),
    ]
    context = {
        "capability": found,
        "parts": [(label, text) for label, text in parts if text],
        "crumbs": _crumbs(Link(label=found.label)),
    }
    if found.public:
        fitting = fitting_capability(found, limit=_FITTING)
        keep_showing(found.organisation, fitting, stamp)
        context |= told(fitting, Address.of(request))
    return show(request, "company/capability.html", context)


def _initial(found: Capability) -> dict[str, Any]:
    own = {name: getattr(found, name) for name in PARTS if name != "contact"}
    return own | {f"contact_{key}": value for key, value in found.contact.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Say it anew."""
    found = queries.reach_own(stamp.actor, pk)
    form = CapabilityForm(request.POST or None, initial=_initial(found), city=found.city)
    outrun = None
    if request.method == "POST":
        outrun = stale(request, found.version)
        if form.is_valid() and not outrun:
            described = form.described(found.contact)
            try:
                change_capability(found, described=described, version=found.version, stamp=stamp)
            except CapabilityMoved:
                found.refresh_from_db()
                outrun = Stale(str(found.version))
            else:
                messages.success(request, _("The capability has been changed."))
                return HttpResponseRedirect(reverse("company:capability", args=[pk]))
    context = {
        "form": form,
        "capability": found,
        "organisation": found.organisation,
        "stale": outrun,
        "crumbs": _crumbs(
            Link(label=found.label, url=reverse("company:capability", args=[pk])),
            Link(label=_("Change")),
        ),
    }
    status = 409 if outrun else 422 if form.is_bound else 200
    return show(request, "company/capability_edit.html", context, status=status)


@require_POST
@page
def publicity(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Take it back, or offer it again."""
    found = queries.reach_own(stamp.actor, pk)
    if request.POST.get("public") == "1":
        offer_capability(found, stamp=stamp)
        messages.success(request, _("The capability is offered again."))
    else:
        retire_capability(found, stamp=stamp)
        messages.success(request, _("The capability is no longer shown to others."))
    return HttpResponseRedirect(reverse("company:capability", args=[pk]))
