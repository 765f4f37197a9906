"""An expert says which candidacies they would like, or rather not, judge."""

from collections.abc import Mapping

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.selection.facts.panels import WishesTold
from citystage.stages.selection.models import Expert, Preference, Programme
from citystage.stages.selection.queries.wishes import offered_cases
from citystage.stages.selection.rules import experts as rules


@transaction.atomic(durable=True)
def tell_wishes(
    expert: Expert, *, programme: Programme, wishes: Mapping[int, int], stamp: Stamp
) -> int:
    """Keep ``wishes`` (candidacy -> 1 or -1; 0 takes one back) for the programme.

    Only for candidacies the expert was shown; returns how many wishes stand then. They weigh in
    the assignment, conflicts and loads stay hard limits.
    """
    locked = Expert.objects.select_for_update(of=("self",)).select_related("city").get(pk=expert.pk)
    rules.may_confirm(stamp.actor, locked).enforce()
    shown = {one.pk for one in offered_cases(stamp.actor, programme)}
    for candidacy_id, wish in wishes.items():
        if candidacy_id not in shown:
            continue
        rows = Preference.objects.filter(expert=locked, candidacy_id=candidacy_id)
        if wish == 0:
            rows.delete()
        else:
            Preference.objects.update_or_create(
                expert=locked,
                candidacy_id=candidacy_id,
                defaults={"wish": Preference.Wish(wish), "made_at": stamp.at},
            )
    number = Preference.objects.filter(expert=locked, candidacy__programme=programme).count()
    told = WishesTold(expert_id=locked.pk, programme_id=programme.pk, wishes=number)
    journal.record(told, subject=locked, stamp=stamp)
    return number
