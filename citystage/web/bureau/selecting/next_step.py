"""The one next step of a selection, in words, with the page where it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.stages.intake.states import CallState
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries.programmes import Filed
from citystage.stages.selection.states.candidacies import CandidacyState as State
from citystage.stages.selection.terms import Terms


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, why, and where."""

    what: Promise
    view: str

    def url(self, programme: Programme) -> str:
        """Its page; nothing while no part of the work answers for it."""
        try:
            return reverse(f"bureau:{self.view}", args=[programme.pk])
        except NoReverseMatch:
            return ""


_DRY_RUN = Step(_("Run the timetable dry, then open the call."), "selection_rehearsal")
_WAIT = Step(_("Applications come in until the closing time."), "selection_terms")
_RECOMMEND = Step(
    _("Districts give their word on what was submitted; places and order are theirs."),
    "selection_candidacies",
)
_CHECK = Step(_("Check the candidacies formally."), "selection_candidacies")
_CORRECT = Step(_("Applicants are correcting their one list of defects."), "selection_candidacies")
_PANEL = Step(
    _("Look for conflicts, then form the panels and let the experts score."), "selection_assignment"
)
_DILIGENCE = Step(_("Institutions look closer; their findings come in."), "selection_diligence")
_DECIDE = Step(_("Prepare the collective decision and let it be voted on."), "selection_ballots")
_NOTICE = Step(_("The public notice runs; objections are answered."), "selection_notices")
_OVER = Step(_("Every candidacy has come to its end."), "selection_candidacies")

# The first state of candidacies that is not empty says what comes next.
_BY_STATE = (
    (State.CHECKING, _CHECK),
    (State.CORRECTING, _CORRECT),
    (State.REVIEWING, _PANEL),
    (State.DILIGENCE, _DILIGENCE),
    (State.READY, _DECIDE),
    (State.NOTICE, _NOTICE),
)


def next_step(
    programme: Programme, terms: Terms, filed: Filed, counted: Mapping[str, int], *, at: datetime
) -> tuple[Step, str]:
    """The step and the address of its page."""
    step = _step(programme, terms, filed, counted, at)
    return step, step.url(programme)


def _step(
    programme: Programme, terms: Terms, filed: Filed, counted: Mapping[str, int], at: datetime
) -> Step:
    if programme.call.state == CallState.PREPARING:
        return _DRY_RUN
    if terms.in_phase("apply", at):
        return _WAIT
    if filed.submitted and terms.in_phase("recommend", at):
        return _RECOMMEND
    for state, step in _BY_STATE:
        if counted.get(state):
            return step
    return _OVER if counted else _WAIT
