"""The owner's side sorts the answers: shortlist, invitation to show, questions to one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.foundation.workflow.flow import Move
from citystage.kernel.refusals import Refusal
from citystage.stages.docking import closing, proofs, showing, telling
from citystage.stages.docking.facts.answers import (
    AnswerInvited,
    AnswerOffShortlist,
    AnswerShortlisted,
    ClarificationAsked,
    ClarificationGiven,
    InvitationAnswered,
)
from citystage.stages.docking.models import Answer, Clarification, Opening
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.sides import bound_to
from citystage.stages.docking.states.answers import (
    INVITE,
    OFF_SHORTLIST,
    SHORTLIST,
    STANDING,
    AnswerState,
)
from citystage.stages.docking.writing import in_words, locked
from citystage.stages.selection.evidence import Evidence


class BadDate(Refusal):
    """The moment lies behind us."""

    status = 422


class NotStanding(Refusal):
    """The answer was withdrawn or decided upon meanwhile."""


_SHOWN = (
    "show_at",
    "show_place",
    "show_note",
    "show_accepted",
    "show_reply",
    "show_meeting",
)


@dataclass(frozen=True, slots=True)
class Show:
    """When and where a company is to show what it can do.

    ``talk`` names a free time of a one-to-one day both come to: it settles time and place.
    """

    at: datetime | None
    place: str
    note: str = ""
    talk: str = ""


@transaction.atomic(durable=True)
def shortlist(answer: Answer, *, stamp: Stamp) -> Answer:
    """Put it on the shortlist."""
    template = gettext_noop("Your answer to “%(title)s” is on the shortlist.")
    return _sorted(answer, SHORTLIST, AnswerShortlisted, template, stamp)


@transaction.atomic(durable=True)
def off_shortlist(answer: Answer, *, stamp: Stamp) -> Answer:
    """Take it off again."""
    template = gettext_noop("Your answer to “%(title)s” is no longer on the shortlist.")
    return _sorted(answer, OFF_SHORTLIST, AnswerOffShortlist, template, stamp)


@transaction.atomic(durable=True)
def invite_to_show(answer: Answer, *, show: Show, stamp: Stamp) -> Answer:
    """Invite the company; invited again with another time, it says anew whether it comes."""
    held, opening = _judged(answer, stamp)
    with override(settings.LANGUAGE_CODE):
        # Kept with the meeting, for everybody to read.
        reason = _("The owner invites at another time.")
    showing.give_up(held, reason, stamp)
    at, place, held.show_meeting = showing.settled(
        held, opening, at=show.at, place=show.place, talk=show.talk, stamp=stamp
    )
    if at <= stamp.at:
        raise BadDate(_("This moment has passed."))
    held.show_at, held.show_place, held.show_note = at, place, show.note.strip()[:2000]
    held.show_accepted, held.show_reply = None, ""
    held.save(update_fields=list(_SHOWN))
    fact = AnswerInvited(answer_id=held.pk, opening_id=opening.pk, at=at.isoformat())
    advance(held, INVITE, fact=fact, stamp=stamp)
    telling.say(
        telling.writers_of(held, stamp),
        gettext_noop("You are invited to show what you offer for “%(title)s”: %(at)s, %(place)s."),
        about=held,
        group=Group.TASK,
        stamp=stamp,
        title=opening.scenario.title,
        at=telling.exact(at)[:-3],
        place=place,
    )
    return held


@transaction.atomic(durable=True)
def answer_invitation(answer: Answer, *, comes: bool, words: str, stamp: Stamp) -> Answer:
    """The company says whether it comes."""
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    rules.is_own(stamp.actor, held).enforce()
    if held.state != AnswerState.INVITED:
        raise NotStanding(_("There is no invitation to answer."))
    if comes and showing.is_given_up(held):
        raise NotStanding(
            _("The time at the one-to-one day was given up. Ask the owner for another invitation.")
        )
    said = words.strip()[:500] if comes else in_words(words, _("Say why you do not come."), 500)
    held.show_accepted, held.show_reply = comes, said
    if not comes:
        showing.give_up(held, said, stamp)
    held.save(update_fields=["show_accepted", "show_reply"])
    fact = InvitationAnswered(answer_id=held.pk, opening_id=opening.pk, comes=comes)
    journal.record(fact, subject=held, stamp=stamp)
    template = (
        gettext_noop("%(organisation)s comes to show what it offers for “%(title)s”.")
        if comes
        else gettext_noop("%(organisation)s does not come to show what it offers for “%(title)s”.")
    )
    telling.say(
        telling.owners(opening.scenario, stamp),
        template,
        about=held,
        stamp=stamp,
        organisation=held.organisation.name,
        title=opening.scenario.title,
    )
    return held


@transaction.atomic(durable=True)
def ask_clarification(
    answer: Answer, *, text: str, due_at: datetime, stamp: Stamp
) -> Clarification:
    """Ask about one answer; nobody but the two sides sees it."""
    held, opening = _judged(answer, stamp)
    said = in_words(text, _("Write the question."), 2000)
    if due_at <= stamp.at:
        raise BadDate(_("This moment has passed."))
    if held.state not in STANDING:
        raise NotStanding(_("This answer does not stand any more."))
    asked = Clarification.objects.create(
        answer=held,
        text=said,
        due_at=due_at,
        asked_by_id=stamp.actor.person,
        asked_at=stamp.at,
    )
    fact = ClarificationAsked(clarification_id=asked.pk, answer_id=held.pk)
    journal.record(fact, subject=held, stamp=stamp)
    telling.say(
        telling.writers_of(held, stamp),
        gettext_noop("The owner of “%(title)s” asks about your answer; reply by %(until)s."),
        about=held,
        group=Group.TASK,
        stamp=stamp,
        title=opening.scenario.title,
        until=telling.exact(due_at)[:-3],
    )
    return asked


@transaction.atomic(durable=True)
def clarify(
    clarification: Clarification, *, reply: str, evidence: Iterable[Evidence] = (), stamp: Stamp
) -> Clarification:
    """The company replies, once, with files; late is better than not, until it is decided."""
    answer = Answer.objects.get(pk=clarification.answer_id)
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    asked = Clarification.objects.select_for_update().get(pk=clarification.pk)
    rules.is_own(stamp.actor, held).enforce()
    if held.state not in STANDING:
        raise NotStanding(_("This answer does not stand any more."))
    if asked.replied_at is not None:
        raise Refusal(_("This was answered already."))
    asked.reply = in_words(reply, _("Write the reply."), 2000)
    asked.replied_by_id, asked.replied_at = stamp.actor.user_id, stamp.at
    asked.save(update_fields=["reply", "replied_by", "replied_at"])
    proofs.keep(asked, evidence, stamp=stamp)
    fact = ClarificationGiven(clarification_id=asked.pk, answer_id=held.pk)
    journal.record(fact, subject=held, stamp=stamp)
    telling.say(
        telling.owners(opening.scenario, stamp),
        gettext_noop("%(organisation)s replied to your question about “%(title)s”."),
        about=held,
        stamp=stamp,
        organisation=held.organisation.name,
        title=opening.scenario.title,
    )
    return asked


def _sorted(
    answer: Answer,
    move: Move[AnswerState],
    fact: Callable[..., Fact],
    template: str,
    stamp: Stamp,
) -> Answer:
    held, opening = _judged(answer, stamp)
    told = fact(answer_id=held.pk, opening_id=opening.pk)
    advance(held, move, fact=told, stamp=stamp)
    telling.say(
        telling.writers_of(held, stamp),
        template,
        about=held,
        stamp=stamp,
        title=opening.scenario.title,
    )
    return held


def _judged(answer: Answer, stamp: Stamp) -> tuple[Answer, Opening]:
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    bound = bound_to(stamp.actor.user_id, opening)
    rules.may_judge(stamp.actor, opening, bound=bound, moment=stamp.at).enforce()
    return held, opening
