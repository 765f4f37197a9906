"""A department says what it thinks of a case."""

from django.db import transaction

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import NotAllowed
from citystage.stages.review import rounds, rules
from citystage.stages.review.facts import OpinionGiven
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Opinion
from citystage.stages.review.states import GIVE


@transaction.atomic(durable=True)
def give_opinion(opinion: Opinion, *, stance: str, text: str, stamp: Stamp) -> Opinion:
    """Give the unit's word. The next in turn is asked at once; the last one ends the round.

    The case is locked first: two who answer at once are served one after the other, and exactly
    one of them finds itself the last.
    """
    case = lock_case(opinion.case)
    locked = (
        Opinion.objects.select_for_update(of=("self",)).select_related("unit").get(pk=opinion.pk)
    )
    locked.case = case
    if not stamp.actor.holds(Permission.REVIEW_OPINION_GIVE, locked.unit):
        raise NotAllowed(rules.may_give(stamp.actor, locked).reason)
    rules.may_give(stamp.actor, locked).enforce(WrongState)
    locked.stance, locked.text = stance, text
    locked.given_by_id, locked.given_at = stamp.actor.user_id, stamp.at
    locked.save(update_fields=["stance", "text", "given_by", "given_at"])
    fact = OpinionGiven(
        opinion_id=locked.pk, case_id=case.pk, unit_id=locked.unit_id, stance=stance
    )
    advance(locked, GIVE, fact=fact, stamp=stamp)
    rounds.carry_on(case, stamp=stamp)
    return locked
