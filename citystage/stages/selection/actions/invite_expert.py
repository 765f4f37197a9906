"""The office asks a person to join the register of experts."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import entries
from citystage.stages.selection.facts.panels import ExpertInvited, ExpertInvitedAgain
from citystage.stages.selection.models import Expert
from citystage.stages.selection.rules import experts as rules
from citystage.stages.selection.states.panels import TAKE_BACK_IN


class AlreadyInRegister(Refusal):
    """The address belongs to an entry of the register."""

    status = 422


@transaction.atomic(durable=True)
def invite_expert(city: Unit, *, email: str, entry: entries.Entry, stamp: Stamp) -> Expert:
    """Enter ``entry`` for the person at ``email``; they confirm it before they are asked to judge.

    Raises AlreadyInRegister when the address has an entry in this city.
    """
    rules.may_manage(stamp.actor, city).enforce()
    address = email.strip().lower()
    person = User.objects.filter(email__iexact=address).first()
    expert = Expert(city=city, email=address, user=person, invited_at=stamp.at)
    entries.write(expert, entry)
    try:
        with transaction.atomic():
            expert.save()
    except IntegrityError as error:
        raise AlreadyInRegister(
            _("%s is in the register already. Open the entry instead.") % address
        ) from error
    journal.record(ExpertInvited(expert_id=expert.pk), subject=expert, stamp=stamp)
    return expert


@transaction.atomic(durable=True)
def invite_expert_again(expert: Expert, *, stamp: Stamp) -> Expert:
    """Ask somebody who had left the register to come back."""
    locked = Expert.objects.select_for_update(of=("self",)).select_related("city").get(pk=expert.pk)
    rules.may_manage(stamp.actor, locked.city).enforce()
    told = ExpertInvitedAgain(expert_id=locked.pk)
    advance(locked, TAKE_BACK_IN, fact=told, stamp=stamp)
    return locked
