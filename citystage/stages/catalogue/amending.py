"""Something is added to a public scenario: its next version, and the lists that carry it."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import AddendumMade, ScenarioCorrected
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Addendum, Release, ReleaseItem, Scenario
from citystage.stages.catalogue.states import ReleaseState
from citystage.stages.catalogue.versions import keep_version

ADDENDA = "addenda"


def write_addendum(
    release: Release, *, kind: str, text: str, item: ReleaseItem | None, stamp: Stamp
) -> Addendum:
    """The next numbered addendum of a released list, which the caller has locked."""
    addendum = Addendum.objects.create(
        release=release,
        item=item,
        number=release.addenda.count() + 1,
        kind=kind,
        text=text,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    fact = AddendumMade(release_id=release.pk, addendum_id=addendum.pk, kind=kind)
    journal.record(fact, subject=release, stamp=stamp)
    return addendum


def add_to(scenario: Scenario, *, text: str, stamp: Stamp) -> Scenario:
    """Add ``text`` to what the scenario says: a version of its own, that can be cited.

    Released lists stay as they are; where the person may speak for the city's lists, each gets
    an addendum with the same words.
    """
    locked = (
        Scenario.objects.select_for_update(of=("self",)).select_related("city").get(pk=scenario.pk)
    )
    before = str(locked.answers.get(ADDENDA) or "")
    locked.answers = {**locked.answers, ADDENDA: f"{before}\n\n{text}".strip()}
    locked.save(update_fields=["answers"])
    keep_version(locked, stamp=stamp)
    fill([locked])
    fact = ScenarioCorrected(scenario_id=locked.pk, version=locked.version, fields=["answers"])
    journal.record(fact, subject=locked, stamp=stamp)
    if rules.may_publish(stamp.actor, locked.city):
        _add_to_lists(locked, text, stamp)
    return locked


def _add_to_lists(scenario: Scenario, text: str, stamp: Stamp) -> None:
    items = ReleaseItem.objects.filter(
        scenario=scenario, release__state=ReleaseState.RELEASED, release__city=scenario.city
    )
    for item in items.order_by("release_id"):
        release = Release.objects.select_for_update(of=("self",)).get(pk=item.release_id)
        write_addendum(release, kind=Addendum.Kind.ADDITION, text=text, item=item, stamp=stamp)
