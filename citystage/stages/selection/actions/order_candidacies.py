"""The city gives candidacies its own order; the districts' order stays beside it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import standing
from citystage.stages.selection.facts.programmes import CandidaciesOrdered
from citystage.stages.selection.models import Candidacy, Programme
from citystage.stages.selection.rules.checks import is_unsealed, may_order
from citystage.stages.selection.states.candidacies import UNDER_WAY


class BadOrder(Refusal):
    """Two candidacies cannot have one place, and places count from 1."""

    status = 422


@transaction.atomic(durable=True)
def order_candidacies(
    programme: Programme, *, places: Mapping[int, int | None], stamp: Stamp
) -> None:
    """Give the candidacies (by number) their place in the city's order; None takes it away.

    Who is in conflict with one of them leaves it where it stands. Raises ``BadOrder``.
    """
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("city", "call")
        .get(pk=programme.pk)
    )
    may_order(stamp.actor, programme).enforce()
    is_unsealed(programme.call, stamp.at).enforce()
    rows = list(programme.candidacies.filter(state__in=UNDER_WAY).order_by("number"))
    barred = standing.barring(stamp.actor, rows)
    moved = []
    for one in rows:
        if one.pk not in barred and one.number in places:
            one.city_place = places[one.number]
            moved.append(one)
    taken = [one.city_place for one in rows if one.city_place is not None]
    if len(taken) != len(set(taken)) or any(place < 1 for place in taken):
        raise BadOrder(_("Every place is given once, counting from 1."))
    Candidacy.objects.bulk_update(moved, ["city_place"])
    placed = sorted((one.city_place, one.pk) for one in rows if one.city_place is not None)
    told = CandidaciesOrdered(programme_id=programme.pk, order=[pk for _place, pk in placed])
    journal.record(told, subject=programme, stamp=stamp)
