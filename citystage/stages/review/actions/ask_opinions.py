"""Departments are asked for their opinions on a case, side by side or in turn."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.models import Call
from citystage.stages.review import rounds, rules
from citystage.stages.review.facts import OpinionsAsked
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case, Opinion
from citystage.stages.review.states import ASK_OPINIONS, OpinionState


class AlreadyGiven(Refusal):
    """A unit gives one opinion on one case."""


@transaction.atomic(durable=True)
def ask_opinions(
    case: Case, *, units: Sequence[Unit], question: str, stamp: Stamp
) -> list[Opinion]:
    """Ask ``units`` in the order given, as the call says; the days begin when a turn begins."""
    locked = lock_case(case)
    rules.holds(stamp.actor, Permission.REVIEW_OPINION_ASK, locked).enforce()
    rules.may_ask_opinions(stamp.actor, locked, list(units)).enforce(WrongState)
    given = locked.opinions.filter(unit__in=units).exclude(state=OpinionState.WAIVED)
    if names := [opinion.unit.label for opinion in given.select_related("unit")]:
        raise AlreadyGiven(_("Already heard on this case: %s.") % "、".join(names))
    call = locked.application.call
    in_turn = call.opinion_order == Call.OpinionOrder.IN_TURN
    opinions = [
        Opinion.objects.create(
            case=locked, unit=unit, turn=turn if in_turn else 0, question=question
        )
        for turn, unit in enumerate(units, start=1)
    ]
    fact = OpinionsAsked(case_id=locked.pk, unit_ids=[unit.pk for unit in units], in_turn=in_turn)
    advance(locked, ASK_OPINIONS, fact=fact, stamp=stamp)
    for opinion in opinions[:1] if in_turn else opinions:
        rounds.ask(opinion, days=call.opinion_days, stamp=stamp)
    return opinions
