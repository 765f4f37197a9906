"""Who could do what is still being written: the gate's view of a draft before release."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.matching.records import Part
from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.queries import judgements, reach
from citystage.stages.matchmaking.queries.rows import ReasonShown, Row
from citystage.stages.matchmaking.queries.suppliers import Suppliers, able_suppliers_of_draft
from citystage.stages.matchmaking.queries.wanted import suppliers_wanted
from citystage.stages.selection.queries.locking import keep_away
from citystage.web.matching.able import TEMPLATE, Turned, before, event, told
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show
from citystage.web.shell.tried import Tie


@require_safe
@page
def draft(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The ranking for what is saved now; of one in the catalogue, the page it has there."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    if scenario := reach.entered_from(stamp.actor, application):
        return HttpResponseRedirect(reverse("matching:able", args=[scenario.number]))
    return draw(request, stamp, application, Turned())


def draw(
    request: HttpRequest,
    stamp: Stamp,
    application: Application,
    turned: Turned,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, or the part of it that a decision changes."""
    wear_city(request, application.city)
    found = able_suppliers_of_draft(application, application.answers)
    entered = reach.has_entered(application)
    history = judgements.history_of_draft(application)
    tie = partial(Tie, 0, application.owner_unit_id)
    context = {
        "application": application,
        **told(found, Address.of(request), turned, before(stamp.actor, found, tie)),
        "base": reverse("matching:draft", args=[application.pk]),
        "may_judge": bool(rules.may_judge_draft(stamp.actor, application, entered=entered)),
        "just": turned.just,
        "events": [event(one) for one in history[:30]],
        "enough": suppliers_wanted(application.city_id),
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(
                label=application.title or _("Untitled draft"),
                url=reverse("company:need", args=[application.pk]),
            ),
            Link(label=_("Who could do it")),
        ],
    }
    return show(request, TEMPLATE, context, part="able", status=status)


@require_safe
@page
def gate(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """What stands beside the editor: how many could do it, and how some would read it."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    wanted = suppliers_wanted(application.city_id)
    found = able_suppliers_of_draft(application, application.answers, limit=wanted)
    context = {
        "application": application,
        "found": found,
        "enough": wanted,
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
