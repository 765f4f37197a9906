"""The organisation that answers lets the people of a member write along, or no longer."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotFound
from citystage.stages.docking import telling
from citystage.stages.docking.facts.members import MemberLetWrite
from citystage.stages.docking.models import Answer, AnswerMember
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import locked


@transaction.atomic(durable=True)
def let_member_write(answer: Answer, *, member_id: int, writes: bool, stamp: Stamp) -> AnswerMember:
    """Once it has agreed it writes; handing in stays with the organisation that answers."""
    held = locked(answer)
    rules.is_own(stamp.actor, held).enforce()
    rows = held.members.select_for_update(of=("self",)).select_related("organisation__seat")
    member = rows.filter(pk=member_id).first()
    if member is None:
        raise NotFound(_("Somebody else has taken it out meanwhile."))
    if member.writes == writes:
        return member
    member.writes = writes
    member.save(update_fields=["writes"])
    fact = MemberLetWrite(member_id=member.pk, answer_id=held.pk, writes=writes)
    journal.record(fact, subject=held, stamp=stamp)
    if writes:
        telling.say(
            telling.members_of(member.organisation, stamp),
            gettext_noop("%(lead)s lets you write its answer to “%(title)s” with it."),
            about=held,
            stamp=stamp,
            lead=held.organisation.name,
            title=held.opening.scenario.title,
        )
    return member
