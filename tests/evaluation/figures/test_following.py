"""Evidence follows the ledger: idempotent, whole and by increment alike, nothing twice."""

from datetime import date

import pytest
from django.db import transaction

from citystage.cities.facts import PackLoaded
from citystage.foundation.ledger import journal
from citystage.stages.evaluation.actions.reckon_figures import reckon_figures
from citystage.stages.evaluation.models import Evidence, Place, Reading, Tally
from citystage.stages.evaluation.queries import figures
from citystage.stages.projects.facts.claims import ArrivalWithdrawn
from tests.evaluation.figures.counted import arrival, counts, house, rebuild
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)


def told(record, hours=0):
    """The ledger hears of a record."""
    with transaction.atomic():
        journal.record(
            ArrivalWithdrawn(**_payload(ArrivalWithdrawn, record)),
            subject=record,
            stamp=house(hours),
        )
    settle()


def _payload(kind, record):
    known = {"amount": None, "happened_on": "2026-03-01", "arrival_id": record.pk}
    return {
        name: known.get(name, "")
        for name in kind.__dataclass_fields__
        if name not in {"verb", "label", "public"}
    }


def reckon(hours=0):
    return reckon_figures(stamp=house(hours))


@pytest.fixture
def city(town):
    counts(town.city, only={"firms-brought-in", "firms-served"})
    return town.city


def brought(city, period="2026", by="", key=""):
    found = figures.value(city, "firms-brought-in", period, by, key)
    return found and (found.value, found.claimed, found.evidence)


def test_a_fact_of_a_record_brings_its_evidence(town, city):
    told(arrival(town))
    rebuild()
    second = arrival(town, "firm-2", state="claimed")
    told(second, 1)

    reckoned = reckon(1)

    assert (reckoned.read, reckoned.whole) == (1, False)
    assert brought(city) == (1, 2, 1)
    assert brought(city, by="district", key="laoshan") == (1, 2, 1)


def test_the_first_turn_reads_every_record(town, city):
    told(arrival(town))

    reckoned = reckon()

    assert reckoned.whole
    assert brought(city) == (1, 1, 1)
    assert brought(city, "2026-2028") == (1, 1, 1)


def test_nothing_new_makes_no_reading(town, city):
    told(arrival(town))
    reckon()
    before = Reading.objects.count(), Evidence.objects.count(), Tally.objects.count()

    again = [reckon(1), rebuild(2), reckon(3)]

    assert [one.readings for one in again] == [0, 0, 0]
    assert (Reading.objects.count(), Evidence.objects.count(), Tally.objects.count()) == before


def test_evidence_that_goes_lowers_the_number_and_is_kept(town, city):
    first = arrival(town)
    told(first)
    reckon()
    type(first).objects.filter(pk=first.pk).update(state="withdrawn", reason="迁出")
    told(first, 1)

    reckon(1)

    assert brought(city) == (0, 0, 0)
    assert [one.value for one in figures.history(city, "firms-brought-in", "2026")] == [0, 1]
    assert Evidence.objects.current().count() == 0
    assert Evidence.objects.known_at(house().at).count() == 1


def test_a_firm_two_districts_claim_counts_once(town, city):
    told(arrival(town))
    reckon()
    told(arrival(town, district=town.jimo, claimed_for=town.jimo, state="claimed"), 1)

    reckon(1)

    assert brought(city) == (1, 1, 1)
    assert brought(city, by="district", key="jimo") == (0, 1, 0)


def test_increments_read_as_the_whole_does(town, city):
    told(arrival(town))
    reckon()
    for number in range(2, 6):
        told(arrival(town, f"firm-{number}", arrived_on=date(2026, number, 1)), number)
        reckon(number)
    kept = {
        (one.code, one.period, one.by, one.key): (one.proven, one.all)
        for one in Tally.objects.all()
    }

    made = rebuild(9)

    assert made.readings == 0
    assert brought(city) == (5, 5, 5)
    assert kept == {
        (one.code, one.period, one.by, one.key): (one.proven, one.all)
        for one in Tally.objects.all()
    }


def test_a_pack_that_was_loaded_is_read_whole(town, city):
    told(arrival(town))
    reckon()
    arrival(town, "firm-2")
    with transaction.atomic():
        fact = PackLoaded(city_id=city.pk, created=1, changed=0)
        journal.record(fact, subject=city, stamp=house(1))
    settle()

    reckoned = reckon(1)

    assert reckoned.whole
    assert brought(city) == (2, 2, 2)


def test_what_is_not_decided_yet_is_not_passed_over(town, city):
    told(arrival(town))
    reckon()
    place = Place.objects.get()

    reckoned = reckon(1)

    assert reckoned.read == 0
    assert (Place.objects.get().transaction, Place.objects.get().entry) == (
        place.transaction,
        place.entry,
    )
