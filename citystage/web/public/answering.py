"""What the page of a scenario says of answers: its window, its questions, and the way in."""

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Opening
from citystage.stages.docking.queries import answers, openings, questions
from citystage.stages.docking.rules.introductions import may_begin
from citystage.stages.docking.states.answers import AnswerState, OpeningState
from citystage.stages.docking.states.introductions import Side

# The rest stands on the page of questions.
_SHOWN = 5


def answering(scenario: Scenario, opening: Opening | None, stamp: Stamp) -> dict[str, object]:
    """The opening a visitor is told of, the newest questions, and what this visitor may do."""
    own = openings.stands_for(stamp.actor, scenario)
    waiting = opening is not None and opening.state == OpeningState.OPEN
    asked = list(questions.of_opening(opening)) if opening else []
    mine = answers.own_to(stamp.actor, opening) if opening else None
    return {
        "opening": opening,
        "takes_answers": opening is not None and opening.takes_answers_at(stamp.at),
        "takes_questions": opening is not None and opening.takes_questions_at(stamp.at),
        "answered": openings.answered_by(opening, stamp.at) if opening else None,
        "asked": asked[-_SHOWN:],
        "asked_number": len(asked),
        "owners_side": own,
        "may_open": own and not waiting and scenario.state == ScenarioState.OPEN,
        "my_answer": mine if mine and mine.state != AnswerState.WITHDRAWN else None,
        "interest_of": _interested(scenario, stamp.actor),
    }


def _interested(scenario: Scenario, actor: Actor) -> int | None:
    """The organisation that could show interest, unless it owns the scenario."""
    if scenario.state != ScenarioState.OPEN or not actor.may(Permission.DOCKING_ANSWER_GIVE):
        return None
    organisation = answers.organisation_of(actor)
    if organisation is None or not may_begin(actor, Side.SUPPLIER, scenario, organisation):
        return None
    return organisation.pk
