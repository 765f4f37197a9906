"""An officer makes scenarios part of a super scenario, or takes one out again."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.taxonomy.models import Tier
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import PartLinked, PartUnlinked
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.versions import keep_version


class NoPart(Refusal):
    """Parts hang on super scenarios of their own city, and on one only."""

    status = 422


@transaction.atomic(durable=True)
def link_part(whole: Scenario, *, part: Scenario, stamp: Stamp) -> Scenario:
    """``part`` belongs to ``whole`` from now on. Raises ``NoPart``."""
    above, (below,) = _locked(whole, [part])
    rules.may_edit(stamp.actor, above).enforce()
    return _link(above, below, stamp)


@transaction.atomic(durable=True)
def link_parts(whole: Scenario, *, parts: Sequence[Scenario], stamp: Stamp) -> list[Scenario]:
    """All of them belong to ``whole`` from now on, or none. Raises ``NoPart``."""
    if not parts:
        raise NoPart(_("Choose at least one scenario."))
    above, below = _locked(whole, parts)
    rules.may_edit(stamp.actor, above).enforce()
    return [_link(above, one, stamp) for one in below]


@transaction.atomic(durable=True)
def unlink_part(whole: Scenario, *, part: Scenario, stamp: Stamp) -> Scenario:
    """``part`` stands by itself again."""
    above, (below,) = _locked(whole, [part])
    rules.may_edit(stamp.actor, above).enforce()
    if below.parent_id != above.pk:
        raise NoPart(_("This scenario is no part of it."))
    told = PartUnlinked(scenario_id=above.pk, part_id=below.pk)
    return _hang(below, above, parent=None, told=told, stamp=stamp)


def _link(above: Scenario, below: Scenario, stamp: Stamp) -> Scenario:
    if above.tier != Tier.SUPER or below.tier == Tier.SUPER:
        raise NoPart(_("Only ordinary scenarios become parts, and only of super scenarios."))
    if above.city_id != below.city_id:
        raise NoPart(_("The two are of different cities."))
    if below.parent_id is not None:
        raise NoPart(_("This scenario is part of another one; take it out there first."))
    told = PartLinked(scenario_id=above.pk, part_id=below.pk)
    return _hang(below, above, parent=above, told=told, stamp=stamp)


def _locked(whole: Scenario, parts: Sequence[Scenario]) -> tuple[Scenario, list[Scenario]]:
    """As they stand now, the parts in the order given; all are locked in one order."""
    wanted = list(dict.fromkeys(one.pk for one in parts))
    rows = Scenario.objects.select_for_update(of=("self",)).filter(pk__in=[whole.pk, *wanted])
    held = {one.pk: one for one in rows.select_related("city").order_by("pk")}
    if whole.pk in wanted:
        raise NoPart(_("A scenario is no part of itself."))
    return held[whole.pk], [held[pk] for pk in wanted]


def _hang(
    part: Scenario, whole: Scenario, *, parent: Scenario | None, told: Fact, stamp: Stamp
) -> Scenario:
    part.parent = parent
    part.save(update_fields=["parent"])
    keep_version(part, stamp=stamp)
    journal.record(told, subject=whole, stamp=stamp)
    return part
