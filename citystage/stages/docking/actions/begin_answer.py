"""An organisation begins its answer, or takes a withdrawn one up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import NotAllowed
from citystage.stages.docking import closing
from citystage.stages.docking.contents import Content
from citystage.stages.docking.facts.answers import AnswerBegun, AnswerTakenUp
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.sides import own_organisation
from citystage.stages.docking.states.answers import TAKE_UP, AnswerState
from citystage.stages.docking.writing import asked_of


@transaction.atomic(durable=True)
def begin_answer(opening: Opening, *, stamp: Stamp) -> Answer:
    """One answer of one organisation to one opening: begun twice, it is the same one."""
    held = closing.hold_open(opening.pk)
    organisation = own_organisation(stamp.actor)
    if organisation is not None:
        # The scarce thing is the organisation's one place: two colleagues begin at once.
        organisation = (
            Organisation.objects.select_for_update(of=("self",), no_key=True)
            .select_related("seat")
            .get(pk=organisation.pk)
        )
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
    answer = Answer.objects.create(
        opening=held,
        organisation=organisation,
        content=Content().cleaned(asked_of(held).keys).plain(),
        begun_by_id=stamp.actor.user_id,
        begun_at=stamp.at,
        changed_at=stamp.at,
    )
    fact = AnswerBegun(answer_id=answer.pk, opening_id=held.pk)
    journal.record(fact, subject=answer, stamp=stamp)
    return answer
