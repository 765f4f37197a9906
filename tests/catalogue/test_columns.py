"""Facets in memory: they count what PostgreSQL counts, and no change escapes them."""

import random
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario, SearchDocument
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.queries.columns import Table
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.states import ScenarioState
from tests.conftest import NOON

MANY = 1100  # more than the rows a table starts with


def test_counts_are_those_of_the_database(town):
    dice = random.Random(3)  # noqa: S311 -- any numbers, the same each time
    for _ in range(30):
        town.scenario(
            district=dice.choice([town.laoshan, town.jimo, None]),
            budget=dice.choice([None, 50_000_000, 300_000_000, 9_000_000_000]),
            tier=dice.choice(["narrow", "major", ""]),
            year=dice.choice([2025, 2026, None]),
            state=dice.choice([ScenarioState.OPEN, ScenarioState.RESERVE, ScenarioState.LANDED]),
        )
    asked = [
        ScenarioFilter(),
        ScenarioFilter(district=("laoshan",)),
        ScenarioFilter(district=("laoshan", "jimo"), tier=("narrow",)),
        ScenarioFilter(money=("open", "over_5000"), year=("2026",)),
        ScenarioFilter(status=("landed",), tier=("major",), grain=("need",)),
        ScenarioFilter(field=("nowhere",)),
    ]

    for wanted in asked:
        seen = scenarios.overview(wanted)
        assert seen.total == scenarios.public(wanted).count()
        for facet in ("district", "tier", "year", "money", "status"):
            for value, number in seen.facets[facet].items():
                narrowed = wanted.without(facet).toggled(facet, value)
                assert number == scenarios.public(narrowed).count(), (wanted, facet, value)


def test_a_change_is_seen_at_the_next_question(town):
    shown = town.scenario(tier="narrow")
    table = Table()
    before = table.tally({}, ["tier"])
    Scenario.objects.filter(pk=shown.pk).update(tier="major")
    fill([shown])

    assert before == (1, {"tier": {"narrow": 1}})
    assert table.tally({}, ["tier"]) == (1, {"tier": {"major": 1}})
    assert table.tally({}, [], among=[shown.pk, 0]) == (1, {})
    assert table.tally({}, [], among=[]) == (0, {})


def test_what_was_deleted_counts_no_more(town):
    shown = town.scenario()
    table = Table()
    table.tally({}, [])
    SearchDocument.objects.filter(object_id=shown.pk).delete()

    assert table.tally({}, []) == (0, {})


def test_the_table_grows(town):
    SearchDocument.objects.bulk_create(
        SearchDocument(
            kind="scenario",
            object_id=n,
            title="x",
            changed_at=NOON,
            facets={"tier": [str(n % 3)]},
        )
        for n in range(MANY)
    )

    number, found = Table().tally({}, ["tier"])

    assert number == MANY
    assert found == {"tier": {"0": 367, "1": 367, "2": 366}}


@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_missed(town):
    late = town.scenario(tier="narrow")
    other = town.scenario(tier="narrow")
    table = Table()
    written, proceed = Event(), Event()

    def write_and_wait() -> None:
        try:
            with transaction.atomic():
                Scenario.objects.filter(pk=late.pk).update(tier="major")
                fill([late])
                written.set()
                proceed.wait(60)
        finally:
            connection.close()

    writer = Thread(target=write_and_wait)
    writer.start()
    assert written.wait(60)
    Scenario.objects.filter(pk=other.pk).update(tier="integrated")
    fill([other])
    between = table.tally({}, ["tier"])
    proceed.set()
    writer.join()

    assert between == (2, {"tier": {"narrow": 1, "integrated": 1}})
    assert table.tally({}, ["tier"]) == (2, {"tier": {"major": 1, "integrated": 1}})
