"""An organisation begins its answer or takes one up again; a broker begins one on its behalf."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import NotAllowed
from citystage.stages.docking import closing, telling
from citystage.stages.docking.contents import Content
from citystage.stages.docking.facts.answers import (
    AnswerBegun,
    AnswerBegunFor,
    AnswerHelpOffered,
    AnswerTakenUp,
)
from citystage.stages.docking.models import Answer, AnswerEditor, Opening
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.sides import own_organisation
from citystage.stages.docking.states.answers import TAKE_UP, AnswerState
from citystage.stages.docking.writing import asked_of, in_words


@dataclass(frozen=True, slots=True)
class Client:
    """For whom a broker writes, and how it agreed: who, when and how."""

    organisation: Organisation
    consent: str


@transaction.atomic(durable=True)
def begin_answer(opening: Opening, *, stamp: Stamp) -> Answer:
    """One answer of one organisation to one opening: begun twice, it is the same one."""
    held = closing.hold_open(opening.pk)
    organisation = own_organisation(stamp.actor)
    if organisation is not None:
        organisation = _locked(organisation)
        found = Answer.objects.filter(opening=held, organisation=organisation).first()
        if found is not None and found.state != AnswerState.WITHDRAWN:
            return found
    rules.may_answer(organisation, held, stamp.at).enforce()
    if organisation is None:
        raise NotAllowed(_("Only members of a registered organisation answer."))
    withdrawn = Answer.objects.select_for_update().filter(opening=held, organisation=organisation)
    if again := withdrawn.first():
        taken = AnswerTakenUp(answer_id=again.pk, opening_id=held.pk)
        advance(again, TAKE_UP, fact=taken, stamp=stamp)
        return again
    answer = _made(held, organisation, stamp)
    fact = AnswerBegun(answer_id=answer.pk, opening_id=held.pk)
    journal.record(fact, subject=answer, stamp=stamp)
    return answer


@transaction.atomic(durable=True)
def begin_answer_for(opening: Opening, *, client: Client, stamp: Stamp) -> Answer | None:
    """A broker begins the answer of a company that agreed, and writes along; it hands in itself.

    Where the company has begun one, it alone is told of the offer, and asks the broker in or not:
    None then. Begun twice, it is the same one.
    """
    held = closing.hold_open(opening.pk)
    organisation = _locked(client.organisation)
    rules.may_prepare(stamp.actor, organisation, held, stamp.at).enforce()
    consent = in_words(client.consent, _("Say who agreed, when and how."))
    unit = rules.preparing_unit(stamp.actor)
    assert unit is not None  # the rule has asked
    found = Answer.objects.filter(opening=held, organisation=organisation).first()
    if found is not None:
        writes = Answer.objects.writable_by(stamp.actor).filter(pk=found.pk).exists()
        if writes and found.state != AnswerState.WITHDRAWN:
            return found
        _offer(found, held, unit, consent, stamp)
        return None
    answer = _made(held, organisation, stamp, unit, consent)
    person = User.objects.get(pk=stamp.actor.person)
    AnswerEditor.objects.create(
        answer=answer,
        email=person.email.lower(),
        user=person,
        invited_by=person,
        invited_at=stamp.at,
    )
    fact = AnswerBegunFor(answer_id=answer.pk, opening_id=held.pk, unit_id=unit.pk, consent=consent)
    journal.record(fact, subject=answer, stamp=stamp)
    words = gettext_noop(
        "%(broker)s began your answer to “%(title)s” on your behalf (%(consent)s). You alone hand"
        " it in; take the broker off it, or withdraw it, if you did not agree."
    )
    _tell_client(answer, held, unit, consent, words, stamp)
    return answer


def _offer(answer: Answer, opening: Opening, unit: Unit, consent: str, stamp: Stamp) -> None:
    """The company hears of it; the broker never learns whether there was an answer of its own."""
    fact = AnswerHelpOffered(
        answer_id=answer.pk, opening_id=opening.pk, unit_id=unit.pk, consent=consent
    )
    journal.record(fact, subject=answer, stamp=stamp)
    words = gettext_noop(
        "%(broker)s would write your answer to “%(title)s” with you (%(consent)s). If you agree,"
        " invite the broker on the page of the answer."
    )
    _tell_client(answer, opening, unit, consent, words, stamp)


def _tell_client(  # noqa: PLR0913, PLR0917 -- the parts of one message
    answer: Answer, opening: Opening, unit: Unit, consent: str, words: str, stamp: Stamp
) -> None:
    telling.say(
        telling.members_of(answer.organisation, stamp),
        words,
        about=answer,
        group=Group.TASK,
        stamp=stamp,
        broker=unit.name,
        title=opening.scenario.title,
        consent=consent,
    )


def _locked(organisation: Organisation) -> Organisation:
    # The scarce thing is the organisation's one place: two colleagues begin at once.
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("seat").get(pk=organisation.pk)


def _made(
    opening: Opening,
    organisation: Organisation,
    stamp: Stamp,
    unit: Unit | None = None,
    consent: str = "",
) -> Answer:
    return Answer.objects.create(
        opening=opening,
        organisation=organisation,
        content=Content().cleaned(asked_of(opening).keys).plain(),
        begun_by_id=stamp.actor.user_id,
        begun_at=stamp.at,
        begun_for=unit,
        consent=consent,
        changed_at=stamp.at,
    )
