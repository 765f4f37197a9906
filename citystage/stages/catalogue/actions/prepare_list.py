"""An officer prepares a list: its heading, its items and their order.

Nothing is public yet; the offices that prepare lists of the city find it.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import ListPrepared
from citystage.stages.catalogue.indexing import fill_lists
from citystage.stages.catalogue.models import Release, ReleaseItem, Scenario
from citystage.stages.catalogue.states import ReleaseState, ScenarioState


class CodeTaken(Refusal):
    """Another list of the city has this address."""


class ListFrozen(Refusal):
    """A released list does not change; what is to be said goes into an addendum."""


class OrderMoved(Refusal):
    """Somebody changed the items since the person looked at them."""


class NotListable(Refusal):
    """A withdrawn scenario, or one of another city."""


def lock_open_list(release: Release) -> Release:
    """Lock a list that is still in preparation; a released one is refused."""
    locked = (
        Release.objects.select_for_update(of=("self",)).select_related("city").get(pk=release.pk)
    )
    if locked.state != ReleaseState.PREPARING:
        raise ListFrozen(_("This list is released and frozen. Use an addendum to correct it."))
    return locked


@transaction.atomic(durable=True)
def prepare_list(  # noqa: PLR0913 -- the heading of an official list has these parts
    city: Unit,
    *,
    code: str,
    kind: str,
    number: str,
    title: str,
    title_en: str,
    issuer: str,
    introduction: str,
    stamp: Stamp,
) -> Release:
    """Begin a list. ``code`` is its address inside the city."""
    Unit.objects.select_for_update().get(pk=city.pk)
    rules.may_prepare(stamp.actor, city).enforce()
    if Release.objects.filter(city=city, code=code).exists():
        raise CodeTaken(_("The city already has a list with the address “%s”.") % code)
    release = Release.objects.create(
        city=city,
        code=code,
        kind=kind,
        number=number,
        title=title,
        title_en=title_en,
        issuer=issuer,
        introduction=introduction,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    fact = ListPrepared(release_id=release.pk, scenario_ids=[])
    journal.record(fact, subject=release, stamp=stamp)
    fill_lists([release])
    return release


@transaction.atomic(durable=True)
def change_heading(release: Release, *, heading: dict[str, str], stamp: Stamp) -> Release:
    """Change number, titles, issuer or introduction of a list in preparation."""
    locked = lock_open_list(release)
    rules.may_prepare(stamp.actor, locked.city).enforce()
    allowed = {"number", "title", "title_en", "issuer", "introduction", "kind"}
    for part in allowed & set(heading):
        setattr(locked, part, heading[part])
    locked.save(update_fields=sorted(allowed))
    ids = list(locked.items.values_list("scenario_id", flat=True))
    fact = ListPrepared(release_id=locked.pk, scenario_ids=ids)
    journal.record(fact, subject=locked, stamp=stamp)
    fill_lists([locked])
    return locked


@transaction.atomic(durable=True)
def arrange_list(
    release: Release,
    *,
    scenario_ids: Sequence[int],
    seen: Sequence[int] | None = None,
    stamp: Stamp,
) -> Release:
    """Set the items of a list in preparation, in this order.

    ``seen`` is the order the person looked at: raises ``OrderMoved`` when it is another by now.
    """
    locked = lock_open_list(release)
    rules.may_prepare(stamp.actor, locked.city).enforce()
    now = list(locked.items.order_by("ordinal").values_list("scenario_id", flat=True))
    if seen is not None and list(seen) != now:
        raise OrderMoved(_("Someone changed the items meanwhile. This is the list as it is now."))
    wanted = list(dict.fromkeys(scenario_ids))
    fit = Scenario.objects.filter(city=locked.city, pk__in=wanted)
    if fit.exclude(state=ScenarioState.WITHDRAWN).count() != len(wanted):
        raise NotListable(_("Withdrawn scenarios and those of other cities cannot be listed."))
    locked.items.all().delete()
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=locked, scenario_id=pk, ordinal=place)
        for place, pk in enumerate(wanted, start=1)
    )
    fact = ListPrepared(release_id=locked.pk, scenario_ids=wanted)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked
