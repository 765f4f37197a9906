"""The page of what was recognised: plaque, batch, term, who builds it, what for, its proof."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.queries import public_timeline
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.models.labs import LABS
from citystage.stages.catalogue.queries import labs
from citystage.stages.evaluation.queries.public import shown
from citystage.stages.matchmaking.queries.beside import labs_beside
from citystage.stages.selection.queries.programmes import calls_for_takers
from citystage.web.public.labs.directory import standing_label
from citystage.web.public.labs.families import FAMILIES
from citystage.web.shell.components import Event, Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.matches import asides
from citystage.web.shell.pages import open_page, show


def address_of(label: Label) -> str:
    """The page behind the QR code of plaque and certificate."""
    return settings.SITE_ADDRESS + reverse("public:verify_label", args=[label.code])


@require_safe
@open_page
def lab_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/labs/<id>/``."""
    lab = labs.reach_lab(pk)
    words = FAMILIES[lab.family]
    wear_city(request, lab.city)
    given: list[Label] = list(lab.given)  # type: ignore[attr-defined]
    context = {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=words.title, url=words.address()),
            Link(label=lab.label),
        ],
        "lab": lab,
        "family": words,
        "told": labs.told_of(lab),
        "takers": labs.takers_of(lab) if lab.kind == lab.Kind.CHALLENGE else [],
        "calls": calls_for_takers(lab.application_id) if lab.kind == lab.Kind.CHALLENGE else [],
        "beside": asides(labs_beside(lab)) if lab.family == LABS else [],
        "label": given[0] if given else None,
        "labels": given,
        "cultivated": shown(lab) if given else None,
        "standing": lab.standing,  # type: ignore[attr-defined]
        "standing_label": standing_label(lab.standing),  # type: ignore[attr-defined]
        "manages": labs.manages(stamp.actor, lab),
        "timeline": [
            Event(at=entry.at, what=entry.label, who=entry.unit.label if entry.unit else "")
            for entry in public_timeline(lab)
        ],
    }
    return show(request, "public/labs/lab.html", context)
