"""What docking tells of public questions. Who asked stands in the ledger and nowhere else."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Fact):
    """A question without a name."""

    verb = "docking.question.asked"
    label = _("question asked")

    question_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Fact):
    """Answered for all."""

    verb = "docking.question.answered"
    label = _("question answered")

    question_id: int
    opening_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRefused(Fact):
    """Not answered, with the reason."""

    verb = "docking.question.refused"
    label = _("question not answered")

    question_id: int
    opening_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumFromQuestion(Fact):
    """An answer became a part of the scenario."""

    verb = "docking.question.made_addendum"
    label = _("answer to a question added to the scenario")

    question_id: int
    scenario_id: int
    version: int
