"""Capabilities and the organisations behind them, and behind the scenarios."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.actions.unmask_contact import unmask_contact
from citystage.stages.catalogue.models import Capability
from citystage.stages.catalogue.queries import capabilities
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.web.public.cards import capability_card
from citystage.web.public.single import single
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, chips
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, page, show

PER_PAGE = 24


@require_safe
@open_page
def capability_list(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """``/capabilities/``."""
    here = Address.of(request)
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    city, field = request.GET.get("city", ""), request.GET.get("field", "")
    seeking = request.GET.get("seeking") == "yes"
    found = capabilities.capabilities(q=q, city=city, field=field, seeking=seeking)
    words = read(q).forms if q else []
    numbered = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    facets = _facets(here)
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Capabilities"))],
        "q": q,
        "page": numbered,
        "cards": [capability_card(one, words=words) for one in numbered],
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "here": here,
    }
    return show(request, "public/capabilities.html", context, part="results")


def _facets(here: Address) -> list[Facet]:
    fields, cities, seeking = capabilities.counted()
    wish = [("yes", _("looking for partners"), seeking)] if seeking else []
    found = [
        single("field", _("Field"), [(t.code, t.label, n) for t, n in fields], here),
        single("city", _("City"), [(u.code, u.label, n) for u, n in cities], here),
        single("seeking", _("Wish"), wish, here),
    ]
    return [one for one in found if one.options]


@require_safe
@open_page
def capability_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/capabilities/<id>/``."""
    capability = capabilities.reach_capability(stamp.actor, pk)
    wear_city(request, capability.city)
    return show(request, "public/capability.html", _capability_context(capability))


def _capability_context(capability: Capability) -> dict[str, object]:
    others = capabilities.capabilities_of(capability.organisation).exclude(pk=capability.pk)[:6]
    return {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Capabilities"), url=reverse("public:capabilities")),
            Link(label=capability.label),
        ],
        "capability": capability,
        "organisation": capability.organisation,
        "contact": capability.contact,
        "others": others,
        "unverified": capability.unverified,
    }


@require_POST
@page
def capability_contact(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Unmask the contact of a capability; that is put on record."""
    capability = capabilities.reach_capability(stamp.actor, pk)
    unmasked = unmask_contact(capability, stamp=stamp)
    context = {**_capability_context(capability), "unmasked": unmasked}
    return show(request, "public/capability.html", context, part="contact_block")
