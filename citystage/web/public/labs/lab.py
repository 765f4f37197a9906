"""The page of one lab: plaque, batch, term, builder, direction, needs, how to verify it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.queries import public_timeline
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.queries import labs
from citystage.web.public.labs.directory import standing_label
from citystage.web.shell.components import Event, Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show


def address_of(label: Label) -> str:
    """The page behind the QR code of plaque and certificate."""
    return settings.SITE_ADDRESS + reverse("public:verify_label", args=[label.code])


@require_safe
@open_page
def lab_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/labs/<id>/``."""
    lab = labs.reach_lab(pk)
    wear_city(request, lab.city)
    given: list[Label] = list(lab.given)  # type: ignore[attr-defined]
    context = {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Labs"), url=reverse("public:labs")),
            Link(label=lab.label),
        ],
        "lab": lab,
        "label": given[0] if given else None,
        "labels": given,
        "standing": lab.standing,  # type: ignore[attr-defined]
        "standing_label": standing_label(lab.standing),  # type: ignore[attr-defined]
        "manages": labs.manages(stamp.actor, lab),
        "timeline": [
            Event(at=entry.at, what=entry.label, who=entry.unit.label if entry.unit else "")
            for entry in public_timeline(lab)
        ],
    }
    return show(request, "public/labs/lab.html", context)
