"""The tabs of a programme's hub; each part of the work adds its line here.

``view`` is the name of the address, which takes the programme's id as ``pk``; ``waiting`` counts
what waits for this officer there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission as May
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries import ballots, copies, diligence, notices
from citystage.stages.selection.queries.conflicts import to_judge
from citystage.stages.selection.queries.waiting import to_check


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the work on a programme."""

    name: str
    label: Promise
    view: str
    needs: May
    waiting: Callable[[Actor, Programme], int] | None = None
    # What the officer does there, one line for the hub.
    told: Promise | str = ""
    # Whether this selection has that part at all.
    has: Callable[[Programme], bool] = lambda _programme: True


TABS: tuple[Tab, ...] = (
    Tab("overview", _("Overview"), "bureau:selection", May.SELECTION_CANDIDACY_READ),
    Tab("terms", _("Terms"), "bureau:selection_terms", May.SELECTION_CANDIDACY_READ),
    Tab("rehearsal", _("Dry run"), "bureau:selection_rehearsal", May.SELECTION_PROGRAMME_MANAGE),
    Tab(
        "candidacies",
        _("Candidacies"),
        "bureau:selection_candidacies",
        May.SELECTION_CANDIDACY_READ,
        to_check,
        _("wait for the formal check"),
    ),
    Tab(
        "conflicts",
        _("Conflicts"),
        "bureau:selection_conflicts",
        May.SELECTION_CANDIDACY_READ,
        to_judge,
        _("conflicts wait for a judgement"),
    ),
    Tab(
        "copies",
        _("Redacted copies"),
        "bureau:selection_copies",
        May.SELECTION_CANDIDACY_CHECK,
        copies.lacking_copies,
        _("candidacies have no redacted copy"),
        lambda programme: programme.read_terms().scoring.blind,
    ),
    Tab("assignment", _("Panels"), "bureau:selection_assignment", May.SELECTION_CANDIDACY_READ),
    Tab("scores", _("Scores"), "bureau:selection_scores", May.SELECTION_PANEL_LEAD),
    Tab("meetings", _("Meetings"), "bureau:selection_meetings", May.SELECTION_PANEL_LEAD),
    Tab(
        "diligence",
        _("Due diligence"),
        "bureau:selection_diligence",
        May.SELECTION_PANEL_LEAD,
        diligence.waiting,
        _("reports of due diligence to accept"),
    ),
    Tab(
        "ballots",
        _("Decisions"),
        "bureau:selection_ballots",
        May.SELECTION_DECISION_PREPARE,
        ballots.waiting,
        _("votes to bring to their end"),
    ),
    Tab(
        "notices",
        _("Notices and objections"),
        "bureau:selection_notices",
        May.SELECTION_OBJECTION_DECIDE,
        notices.waiting,
        _("objections to answer"),
    ),
)
