"""The city releases a list: frozen, hashed, and every item public at the same moment."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.actions.prepare_list import lock_open_list
from citystage.stages.catalogue.facts import ListReleased, ScenarioListed, ScenarioPublished
from citystage.stages.catalogue.freezing import freeze
from citystage.stages.catalogue.indexing import fill_lists
from citystage.stages.catalogue.models import Release, Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import PUBLISH, RELEASE, ScenarioState


class NothingToRelease(Refusal):
    """An empty list."""


class ItemsWithdrawn(Refusal):
    """Some items were withdrawn after they were put into the list."""


@transaction.atomic(durable=True)
def release_list(release: Release, *, stamp: Stamp) -> Release:
    """Publish every item, freeze the list with its hash, and tell the ledger of each."""
    locked = lock_open_list(release)
    rules.may_publish(stamp.actor, locked.city).enforce()
    order = dict(locked.items.order_by("ordinal").values_list("scenario_id", "ordinal"))
    if not order:
        raise NothingToRelease(_("This list has no items yet. Add scenarios before you release."))
    scenarios = list(
        Scenario.objects.select_for_update(of=("self",)).filter(pk__in=order).order_by("pk")
    )
    gone = [each for each in scenarios if each.state == ScenarioState.WITHDRAWN]
    if gone:
        message = ngettext(
            "%(titles)s was withdrawn. Take it out of the list first.",
            "%(titles)s were withdrawn. Take them out of the list first.",
            len(gone),
        )
        raise ItemsWithdrawn(message % {"titles": "、".join(each.title for each in gone)})
    today = timezone.localdate(stamp.at)
    for scenario in scenarios:
        if scenario.state == ScenarioState.RESERVE:
            scenario.published_on, scenario.year = today, today.year
            scenario.save(update_fields=["published_on", "year"])
            public = ScenarioPublished(scenario_id=scenario.pk)
            move(scenario, PUBLISH, fact=public, stamp=stamp)
    freeze(locked, on=today, at=stamp.at)
    told = [
        (
            ScenarioListed(scenario_id=each.pk, release_id=locked.pk, ordinal=order[each.pk]),
            each,
        )
        for each in scenarios
    ]
    journal.record_many(told, stamp=stamp)
    fact = ListReleased(release_id=locked.pk, sha256=locked.sha256, items=len(order))
    advance(locked, RELEASE, fact=fact, stamp=stamp)
    fill_lists([locked])
    return locked
