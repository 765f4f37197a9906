"""Docking tells matchmaking what became of a pair, so that an order by outcomes can learn."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.stages.docking.facts.answers import AnswerChosen, AnswerSubmitted, OpeningClosed
from citystage.stages.docking.models import Answer
from citystage.stages.matchmaking.actions.note_outcome import note_outcome
from citystage.stages.matchmaking.models import Outcome


@on(AnswerSubmitted)
def answered(fact: AnswerSubmitted, stamp: Stamp) -> None:
    """At once, unless it is sealed: then nobody may know of it before the closing."""
    answer = _answer(fact.answer_id)
    if not answer.opening.is_shut_at(stamp.at):
        _note(answer, Outcome.Kind.ANSWERED, stamp)


@on(OpeningClosed)
def unsealed(fact: OpeningClosed, stamp: Stamp) -> None:
    """What was handed in under seal is known now."""
    given = Answer.objects.filter(opening_id=fact.opening_id).given()
    for answer in given.select_related("opening__scenario", "organisation"):
        _note(answer, Outcome.Kind.ANSWERED, stamp)


@on(AnswerChosen)
def chosen(fact: AnswerChosen, stamp: Stamp) -> None:
    """The two go on together."""
    _note(_answer(fact.answer_id), Outcome.Kind.AGREED, stamp)


def _answer(number: int) -> Answer:
    return Answer.objects.select_related("opening__scenario", "organisation").get(pk=number)


def _note(answer: Answer, kind: Outcome.Kind, stamp: Stamp) -> None:
    scenario = answer.opening.scenario
    note_outcome(scenario, organisation=answer.organisation, kind=kind, stamp=stamp)
