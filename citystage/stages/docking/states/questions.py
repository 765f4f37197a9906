"""The life of a public question."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.workflow.flow import Flow, Move


class QuestionState(models.TextChoices):
    """Where a question stands."""

    ASKED = "asked", _("waits for an answer")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    REFUSED = "refused", _("not answered, with reason")


_Q = QuestionState
ANSWER = Move(
    "answer",
    frozenset({_Q.ASKED}),
    _Q.ANSWERED,
    label=_("answer for all"),
    verb="docking.question.answered",
    needs="rule may_reply",
    tells=("asker", "followers", "answering companies"),
)
REFUSE = Move(
    "refuse",
    frozenset({_Q.ASKED}),
    _Q.REFUSED,
    label=_("do not answer"),
    verb="docking.question.refused",
    needs="rule may_reply",
    tells=("asker",),
)
QUESTION_FLOW = Flow(name="question", states=_Q, start=_Q.ASKED, moves=(ANSWER, REFUSE))
