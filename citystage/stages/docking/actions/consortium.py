"""Others do a part of the work: asked by the answering organisation, they agree or decline."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.docking import closing, telling
from citystage.stages.docking.facts.answers import AnswerFellBack
from citystage.stages.docking.facts.members import (
    MemberAgreed,
    MemberAsked,
    MemberAskedAgain,
    MemberDeclined,
    MemberLeft,
)
from citystage.stages.docking.models import Answer, AnswerMember, Opening
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.sides import is_owner
from citystage.stages.docking.states.answers import (
    AGREE,
    ASK_AGAIN,
    DECLINE,
    FALL_BACK,
    AnswerState,
    ConsentState,
)
from citystage.stages.docking.writing import in_words, locked

MOST_MEMBERS = 10


class BadMember(Refusal):
    """The organisation cannot take part like this; ``field`` is where it is said."""

    status = 422

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class Part:
    """What a member does, and its share of 100."""

    work: str
    share: int

    def checked(self) -> "Part":
        """The same, in bounds. Raises ``BadMember``."""
        work = " ".join(self.work.split())[:300]
        if not work:
            raise BadMember("work", _("Say what this member does."))
        if not 1 <= self.share <= 99:  # noqa: PLR2004 -- per cent, the rest is one's own
            raise BadMember("share", _("A share lies between 1 and 99."))
        return Part(work, self.share)


@transaction.atomic(durable=True)
def ask_member(
    answer: Answer, *, organisation: Organisation, part: Part, stamp: Stamp
) -> AnswerMember:
    """Ask an organisation to take part; asked again with another part, its consent starts anew."""
    held, opening = _writable(answer, stamp)
    part = part.checked()
    _can_take_part(held, opening, organisation)
    found = AnswerMember.objects.select_for_update().filter(answer=held, organisation=organisation)
    if member := found.first():
        return _ask_again(member, part, stamp)
    if held.members.count() >= MOST_MEMBERS:
        raise BadMember("organisation", _("At most %d members.") % MOST_MEMBERS)
    member = AnswerMember.objects.create(
        answer=held, organisation=organisation, work=part.work, share=part.share
    )
    fact = MemberAsked(
        member_id=member.pk,
        answer_id=held.pk,
        organisation_id=organisation.pk,
        share=part.share,
    )
    journal.record(fact, subject=held, stamp=stamp)
    _tell_member(member, held, stamp)
    return member


@transaction.atomic(durable=True)
def remove_member(answer: Answer, *, member_id: int, stamp: Stamp) -> None:
    """Take an organisation out of the draft; what was handed in before stands as it was."""
    held, _opening = _writable(answer, stamp)
    member = held.members.filter(pk=member_id).first()
    if member is None:
        return
    fact = MemberLeft(
        member_id=member.pk, answer_id=held.pk, organisation_id=member.organisation_id
    )
    member.delete()
    journal.record(fact, subject=held, stamp=stamp)


@transaction.atomic(durable=True)
def agree(member: AnswerMember, *, stamp: Stamp) -> AnswerMember:
    """The member agrees to its work and share."""
    held, answer = _of_member(member, stamp)
    if held.state == ConsentState.AGREED:
        return held
    fact = MemberAgreed(member_id=held.pk, answer_id=answer.pk)
    advance(held, AGREE, fact=fact, stamp=stamp)
    _said(held, "", stamp)
    telling.say(
        telling.writers_of(answer, stamp),
        gettext_noop("%(member)s agreed to its share of your answer to “%(title)s”."),
        about=answer,
        stamp=stamp,
        member=held.organisation.name,
        title=answer.opening.scenario.title,
    )
    return held


@transaction.atomic(durable=True)
def decline(member: AnswerMember, *, reason: str, stamp: Stamp) -> AnswerMember:
    """The member does not take part; what was handed in with it becomes a draft again."""
    held, answer = _of_member(member, stamp)
    said = in_words(reason, _("Say why, so that the others can look for somebody else."), 500)
    fact = MemberDeclined(member_id=held.pk, answer_id=answer.pk, reason=said)
    advance(held, DECLINE, fact=fact, stamp=stamp)
    _said(held, said, stamp)
    if answer.state == AnswerState.SUBMITTED and _was_given(answer, held):
        fell = AnswerFellBack(answer_id=answer.pk, opening_id=answer.opening_id)
        advance(answer, FALL_BACK, fact=fell, stamp=stamp)
    telling.say(
        telling.writers_of(answer, stamp),
        gettext_noop("%(member)s takes no part in your answer to “%(title)s”: %(reason)s"),
        about=answer,
        group=Group.TASK,
        stamp=stamp,
        member=held.organisation.name,
        title=answer.opening.scenario.title,
        reason=said,
    )
    return held


def _writable(answer: Answer, stamp: Stamp) -> tuple[Answer, Opening]:
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    rules.may_submit(held, opening, stamp.actor, stamp.at).enforce()
    return held, opening


def _can_take_part(answer: Answer, opening: Opening, organisation: Organisation) -> None:
    if organisation.pk == answer.organisation_id:
        raise BadMember("organisation", _("Your own share stands with your answer."))
    if organisation.seat_id is None:
        reason = _("%s has not registered: nobody there could agree.") % organisation.label
        raise BadMember("organisation", reason)
    if is_owner(organisation, opening.scenario):
        raise BadMember("organisation", _("The owner of a scenario does not answer it."))


def _ask_again(member: AnswerMember, part: Part, stamp: Stamp) -> AnswerMember:
    if (member.work, member.share) == (part.work, part.share):
        return member
    member.work, member.share = part.work, part.share
    member.save(update_fields=["work", "share"])
    if member.state != ConsentState.ASKED:
        fact = MemberAskedAgain(member_id=member.pk, answer_id=member.answer_id, share=part.share)
        advance(member, ASK_AGAIN, fact=fact, stamp=stamp)
    _tell_member(member, member.answer, stamp)
    return member


def _tell_member(member: AnswerMember, answer: Answer, stamp: Stamp) -> None:
    telling.say(
        telling.members_of(member.organisation, stamp),
        gettext_noop(
            "%(lead)s asks you to do %(share)d%% of the work in its answer to “%(title)s”."
        ),
        about=answer,
        group=Group.TASK,
        stamp=stamp,
        lead=answer.organisation.name,
        share=member.share,
        title=answer.opening.scenario.title,
    )


def _of_member(member: AnswerMember, stamp: Stamp) -> tuple[AnswerMember, Answer]:
    known = AnswerMember.objects.select_related("answer").get(pk=member.pk)
    opening = closing.hold_open(known.answer.opening_id)
    answer = locked(known.answer)
    rows = AnswerMember.objects.select_for_update(of=("self",)).select_related("organisation")
    held = rows.filter(pk=member.pk).first()
    if held is None:
        raise NotFound(_("You are no longer asked to take part."))
    rules.may_consent(held, stamp.actor).enforce()
    closing.takes(opening, stamp.at).enforce()
    return held, answer


def _said(member: AnswerMember, words: str, stamp: Stamp) -> None:
    member.said, member.said_by_id, member.said_at = words, stamp.actor.user_id, stamp.at
    member.save(update_fields=["said", "said_by", "said_at"])


def _was_given(answer: Answer, member: AnswerMember) -> bool:
    given = answer.given or {}
    return any(one["organisation"] == member.organisation_id for one in given.get("members", []))
