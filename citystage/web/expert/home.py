"""An expert's home: what waits, by selection; entries that want confirming."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.queries import rounds
from citystage.stages.selection.queries import experts, seats, wishes
from citystage.stages.selection.queries.blind import names
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


@require_safe
@page
def home(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The pile with its progress: conflict step first, then scoring."""
    mine = list(seats.own_seats(stamp.actor))
    called = names(mine)
    piles: dict[int, list[tuple[object, str]]] = {}
    for seat in mine:
        programme = seat.candidacy.programme_id
        piles.setdefault(programme, []).append((seat, called[seat.candidacy_id]))
    context = {
        "piles": [(rows[0][0].candidacy.programme, rows) for rows in piles.values()],  # type: ignore[attr-defined]
        "offered": wishes.offered(stamp.actor, at=stamp.at),
        "assessments": rounds.waiting_sheets(stamp.actor).count(),
        "entries": list(experts.own_entries(stamp.actor)),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Panels"))],
    }
    return show(request, "expert/home.html", context)
