"""Organisations: who opens scenarios and who can answer them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.text.marking import mark
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.actions.unmask_contact import unmask_contact
from citystage.stages.catalogue.queries import capabilities
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.web.public.cards import scenario_card
from citystage.web.public.single import single
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, chips
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, page, show

PER_PAGE = 40
_MOST = 12


@require_safe
@open_page
def organisation_list(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """``/organisations/``."""
    here = Address.of(request)
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    city, kind = request.GET.get("city", ""), request.GET.get("kind", "")
    found = Paginator(capabilities.organisations(q=q, city=city, kind=kind), PER_PAGE)
    numbered = found.get_page(request.GET.get("page"))
    words = read(q).forms if q else []
    kinds, cities = capabilities.organisations_counted()
    named = dict(Organisation.Kind.choices)
    facets = [
        single("kind", _("Kind"), [(k, named[k], n) for k, n in kinds], here),
        single("city", _("City"), [(u.code, u.label, n) for u, n in cities], here),
    ]
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Organisations"))],
        "q": q,
        "page": numbered,
        "rows": [(one, mark(one.label, words) if words else ()) for one in numbered],
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "here": here,
    }
    return show(request, "public/organisations.html", context, part="results")


@require_safe
@open_page
def organisation_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/organisations/<id>/``."""
    organisation = capabilities.reach_organisation(stamp.actor, pk)
    wear_city(request, organisation.city)
    return show(request, "public/organisation.html", _context(organisation, stamp))


def _context(organisation: Organisation, stamp: Stamp) -> dict[str, object]:
    opened = list(capabilities.scenarios_of(organisation)[: _MOST + 1])
    able = list(capabilities.capabilities_of(organisation).select_related("organisation")[:_MOST])
    return {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Organisations"), url=reverse("public:organisations")),
            Link(label=organisation.label),
        ],
        "organisation": organisation,
        "contact": organisation.contact,
        "scenarios": [scenario_card(one, now=stamp.at) for one in opened[:_MOST]],
        "more": len(opened) > _MOST,
        "capabilities": able,
    }


@require_POST
@page
def organisation_contact(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Unmask the contact of an organisation; that is put on record."""
    organisation = capabilities.reach_organisation(stamp.actor, pk)
    unmasked = unmask_contact(organisation, stamp=stamp)
    context = {**_context(organisation, stamp), "unmasked": unmasked}
    return show(request, "public/organisation.html", context, part="contact_block")
