"""Who could do what is still being written: the gate's view of a draft before release."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.matching.records import Part
from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries
from citystage.stages.matchmaking.queries.rows import ReasonShown, Row
from citystage.stages.matchmaking.queries.suppliers import Suppliers, able_suppliers_of_draft
from citystage.web.matching.able import TEMPLATE, Turned, told
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

# Fewer suppliers than this are a reason to look at the words again before release.
ENOUGH: Final = 3


@require_safe
@page
def draft(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The ranking for what is saved now; nobody decides on a draft."""
    application = queries.reach_application(stamp.actor, pk)
    wear_city(request, application.city)
    found = able_suppliers_of_draft(application, application.answers)
    context = {
        "application": application,
        **told(found, Address.of(request), Turned()),
        "enough": ENOUGH,
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(
                label=application.title or _("Untitled draft"),
                url=reverse("company:need", args=[pk]),
            ),
            Link(label=_("Who could do it")),
        ],
    }
    return show(request, TEMPLATE, context)


@require_safe
@page
def gate(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """What stands beside the editor: how many could do it, and how three would read it."""
    application = queries.reach_application(stamp.actor, pk)
    found = able_suppliers_of_draft(application, application.answers, limit=ENOUGH)
    context = {
        "application": application,
        "found": found,
        "enough": ENOUGH,
        "readings": _readings(found),
    }
    return show(request, "matching/gate.html", context)


def _readings(found: Suppliers) -> list[tuple[Row, ReasonShown]]:
    """With which of its own words each supplier would answer: so it reads the need."""
    answers = (
        (row, next((one for one in row.reasons if one.part == Part.NEED), None))
        for row in found.rows
    )
    return [(row, reason) for row, reason in answers if reason is not None]
