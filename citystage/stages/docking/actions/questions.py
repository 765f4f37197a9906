"""Public questions: asked without a name, answered to all, or not with a reason."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.engines.text.folding import clean
from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.catalogue.amending import add_to
from citystage.stages.docking import telling
from citystage.stages.docking.facts.questions import (
    AddendumFromQuestion,
    QuestionAnswered,
    QuestionAsked,
    QuestionRefused,
)
from citystage.stages.docking.models import Opening, Question
from citystage.stages.docking.rules import questions as rules
from citystage.stages.docking.sides import RELATED, bound_to
from citystage.stages.docking.states.questions import ANSWER, REFUSE
from citystage.stages.docking.writing import in_words
from citystage.stages.intake.closing import at_the_act


@transaction.atomic(durable=True)
def ask_question(opening: Opening, *, text: str, stamp: Stamp) -> Question:
    """Ask; who asked stands in the record and on no page. The opening's row numbers them."""
    locked = _locked(opening)
    stamp = at_the_act(stamp)
    rules.may_ask(stamp.actor, locked, stamp.at).enforce()
    said = in_words(clean(text[:8000]), _("Write the question."), 1000)
    last = locked.questions.aggregate(last=Max("number"))["last"] or 0
    question = Question.objects.create(
        opening=locked,
        number=last + 1,
        text=said,
        asked_by_id=stamp.actor.person,
        asked_for=stamp.actor.unit,
        asked_at=stamp.at,
    )
    fact = QuestionAsked(question_id=question.pk, opening_id=locked.pk)
    journal.record(fact, subject=question, stamp=stamp)
    telling.say(
        telling.owners(locked.scenario, stamp),
        gettext_noop("A public question on “%(title)s” waits for your answer."),
        about=locked,
        group=Group.TASK,
        stamp=stamp,
        title=locked.scenario.title,
    )
    return question


@transaction.atomic(durable=True)
def answer_question(question: Question, *, reply: str, addendum: str, stamp: Stamp) -> Question:
    """Answer to all; the words of ``addendum``, if any, become part of the scenario."""
    held, opening = _held(question, stamp)
    said = in_words(clean(reply[:20_000]), _("Write the answer: everybody reads it."), 4000)
    added = clean(addendum[:20_000])[:4000].strip()
    if added:
        scenario = add_to(opening.scenario, text=added, stamp=stamp)
        held.addendum_version = scenario.version
        made = AddendumFromQuestion(
            question_id=held.pk, scenario_id=scenario.pk, version=scenario.version
        )
        journal.record(made, subject=held, stamp=stamp)
    _replied(held, said, stamp)
    fact = QuestionAnswered(question_id=held.pk, opening_id=opening.pk)
    advance(held, ANSWER, fact=fact, stamp=stamp)
    people = telling.once([held.asked_by, *telling.audience(opening, stamp)])
    template = (
        gettext_noop("A public question on “%(title)s” was answered and added to the scenario.")
        if added
        else gettext_noop("A public question on “%(title)s” was answered.")
    )
    _tell(people, template, opening, stamp)
    return held


@transaction.atomic(durable=True)
def refuse_question(question: Question, *, reason: str, stamp: Stamp) -> Question:
    """Do not answer, and say why: everybody reads the reason."""
    held, opening = _held(question, stamp)
    said = in_words(clean(reason[:8000]), _("Say why it is not answered."), 1000)
    _replied(held, said, stamp)
    fact = QuestionRefused(question_id=held.pk, opening_id=opening.pk, reason=said)
    advance(held, REFUSE, fact=fact, stamp=stamp)
    template = gettext_noop("Your question on “%(title)s” is not answered: %(reason)s")
    _tell([held.asked_by], template, opening, stamp, reason=said)
    return held


def _locked(opening: Opening) -> Opening:
    rows = Opening.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return rows.get(pk=opening.pk)


def _held(question: Question, stamp: Stamp) -> tuple[Question, Opening]:
    opening = _locked(Opening(pk=question.opening_id))
    bound = bound_to(stamp.actor.user_id, opening)
    rules.may_reply(stamp.actor, opening, bound=bound).enforce()
    rows = Question.objects.select_for_update(of=("self",)).select_related("asked_by")
    return rows.get(pk=question.pk), opening


def _replied(question: Question, words: str, stamp: Stamp) -> None:
    question.reply = words
    question.replied_by_id, question.replied_at = stamp.actor.user_id, stamp.at
    question.save(update_fields=["reply", "replied_by", "replied_at", "addendum_version"])


def _tell(
    people: list[User], template: str, opening: Opening, stamp: Stamp, reason: str = ""
) -> None:
    telling.say(
        people,
        template,
        about=opening.scenario,
        group=Group.FOLLOWED,
        stamp=stamp,
        title=opening.scenario.title,
        reason=reason,
    )
