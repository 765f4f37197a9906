"""The feed of the index: nothing lost, nothing early; what each document carries."""

import importlib
from threading import Event, Thread

import pytest
from django.apps import apps
from django.db import connection, transaction

from citystage.engines.search.contract import identify
from citystage.foundation.meaning.models import Meaning, Phrase
from citystage.stages.catalogue.audience import own_tokens_of
from citystage.stages.catalogue.indexing import batches, fill, following, rebuild
from citystage.stages.catalogue.indexing.following import START, origin, waiting
from citystage.stages.catalogue.models import Scenario, SearchDocument
from tests.conftest import Town
from tests.settling import settle
from tests.web.public.making import capability, organisation, released

FILLED = importlib.import_module("citystage.stages.catalogue.migrations.0006_search_filled")
NAMED = importlib.import_module("citystage.stages.catalogue.migrations.0007_search_names")
MEANT = importlib.import_module("citystage.stages.catalogue.migrations.0008_search_meaning")
CARRIED = ("names", "extra", "audience", "facets", "numbers", "latitude", "longitude")


def pull(cursor=START, **options):
    settle()
    return following.pull(cursor, **options)


def batch(cursor):
    settle()
    return batches.batch(cursor)


def placed(town):
    """The district and the city know where they lie."""
    for unit, centre in ((town.laoshan, [36.11, 120.47]), (town.city, [36.07, 120.38])):
        unit.facts = {"centre": centre}
        unit.save()


def test_a_document_carries_what_it_is_filtered_by(town):
    placed(town)
    scenario = town.scenario(budget=200_000_000, tier="narrow", side="industry", mode="lease")

    document = SearchDocument.objects.get(kind="scenario", object_id=scenario.pk)

    assert document.audience == ["public"]
    assert document.facets == {
        "field": ["port"],
        "district": ["laoshan"],
        "city": ["qingdao"],
        "tier": ["narrow"],
        "side": ["industry"],
        "mode": ["lease"],
        "status": ["open"],
        "year": ["2026"],
        "money": ["100_500"],
        "grain": ["need"],
    }
    assert document.numbers == {
        "money": 200_000_000,
        "published": scenario.published_on.toordinal(),
        "day": scenario.published_on.toordinal(),
        "changed": int(scenario.changed_at.timestamp()),
    }
    assert (document.latitude, document.longitude) == (36.11, 120.47)


def test_the_hidden_carries_tokens_of_those_who_may_see_it(town):
    reserve = town.scenario(state="reserve", owner_unit=town.firm)
    able = capability(town, organisation(town, seat=town.firm), public=False)

    found = {d.identity: set(d.audience) for d in SearchDocument.objects.all()}

    over = {f"unit:{unit.pk}" for unit in (town.city, town.laoshan, town.firm)}
    assert found[f"scenario:{reserve.pk}"] == over | {f"edit:{town.city.pk}"}
    assert found[f"capability:{able.pk}"] == over


def test_a_reader_holds_tokens_of_their_hat(town):
    assert own_tokens_of(town.stamp().actor) == {"public", f"unit:{town.laoshan.pk}"}
    assert own_tokens_of(town.stamp(town.city_officer).actor) == {
        "public",
        f"unit:{town.city.pk}",
        f"edit:{town.city.pk}",
        f"prepare:{town.city.pk}",
    }


def test_rows_of_before_the_feed_are_filled_by_the_migration(town):
    placed(town)
    town.scenario(budget=20_000_000_000, source={"level": "policy_direction"})
    one = town.scenario(state="withdrawn", owner_unit=town.firm, published_on=None, year=None)
    firm = organisation(town, district=town.laoshan)
    organisation(town, "另一家", standing="waiting", seat=town.firm, folded_name="另一家")
    capability(town, firm, seeking="客户")
    capability(town, firm, "无城市", city=None, field=None, public=False)
    released(town, town.scenario())
    rebuild()
    expected = {d.identity: [getattr(d, name) for name in CARRIED] for d in _all()}
    SearchDocument.objects.update(audience=[], facets={}, numbers={}, latitude=None, longitude=None)

    with connection.cursor() as cursor:
        # Days are those of the city, whatever the hour of the test.
        cursor.execute("SET LOCAL TIME ZONE 'Asia/Shanghai'")
        for statement in (
            FILLED.SCENARIOS,
            FILLED.CAPABILITIES,
            FILLED.ORGANISATIONS,
            FILLED.LISTS,
            *NAMED.FILL,
        ):
            cursor.execute(statement)

    assert one.state == "withdrawn"
    assert {d.identity: [getattr(d, name) for name in CARRIED] for d in _all()} == expected


def _all():
    return SearchDocument.objects.order_by("pk")


@pytest.mark.django_db(transaction=True)
def test_the_feed_gives_each_change_once_and_in_order(transactional_db):
    town = Town()
    first, second = town.scenario(title="一"), town.scenario(title="二")

    seen = pull()
    fill([first])
    again = pull(seen.cursor)

    assert [d.title for d in seen.documents] == ["一", "二"]
    assert [d.identity for d in again.documents] == [f"scenario:{first.pk}"]
    assert waiting(seen.cursor) == 1
    assert pull(again.cursor) == pull(again.cursor)
    assert not pull(again.cursor).documents
    assert second.pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_is_told_until_it_comes_back(transactional_db):
    town = Town()
    scenario = town.scenario()
    cursor = pull().cursor

    SearchDocument.objects.all().delete()
    gone = pull(cursor)
    fill([scenario])
    back = pull(gone.cursor)

    assert gone.removed == [f"scenario:{scenario.pk}"]
    assert [d.identity for d in back.documents] == [f"scenario:{scenario.pk}"]
    assert not pull(START).removed


@pytest.mark.django_db(transaction=True)
def test_many_changes_come_in_parts(transactional_db):
    town = Town()
    for number in range(5):
        town.scenario(title=str(number))

    first = pull(limit=3)
    rest = pull(first.cursor, limit=3)

    assert (len(first.documents), first.more) == (3, True)
    assert (len(rest.documents), rest.more) == (2, False)


@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_skipped(transactional_db):
    town = Town()
    slow, quick = town.scenario(title="慢"), town.scenario(title="快")
    cursor = pull().cursor
    begun, go_on = Event(), Event()

    def writes_slowly():
        try:
            with transaction.atomic():
                fill([Scenario.objects.get(pk=slow.pk)])
                begun.set()
                go_on.wait(60)
        finally:
            connection.close()

    writer = Thread(target=writes_slowly)
    writer.start()
    assert begun.wait(60)
    fill([quick])
    held_back = following.pull(cursor)  # without waiting: one is in flight
    go_on.set()
    writer.join()
    seen = pull(held_back.cursor)

    assert not held_back.documents
    assert [d.title for d in seen.documents] == ["慢", "快"]


@pytest.mark.django_db(transaction=True)
def test_a_pull_costs_three_queries(transactional_db, django_assert_num_queries):
    town = Town()
    town.scenario()
    town.scenario()
    town.scenario()

    with django_assert_num_queries(3):
        following.pull()


@pytest.mark.django_db(transaction=True)
def test_a_batch_speaks_the_language_of_the_index(transactional_db):
    town = Town()
    placed(town)
    shown = town.scenario(title="港区集卡", title_en="Port trucks")
    nobodys = capability(town, organisation(town), public=False)

    first = batch(None)
    rest = batch(first.cursor)

    by_name = {one.reference: one for one in first.documents}
    found = by_name[f"scenario:{shown.pk}"]
    assert (found.title, found.names) == ("港区集卡", ("示例港口集团", "崂山区"))
    assert found.body == "码头需要无人驾驶集卡。\nPort trucks QD-2026-00001 港航 Ports and shipping"
    assert (found.place.latitude, found.place.longitude) == (36.11, 120.47)
    assert found.audience == {"public"}
    assert first.deleted == (identify(f"capability:{nobodys.pk}"),)
    assert (rest.documents, rest.deleted, rest.cursor) == ((), (), first.cursor)
    assert origin() == origin() != ""


@pytest.mark.django_db(transaction=True)
def test_a_document_comes_again_when_its_vector_is_made(transactional_db):
    town = Town()
    scenario = town.scenario(title="青岛市崂山区港区集卡", summary="")
    cursor = batch(None).cursor
    phrase = Phrase.objects.get()

    Meaning.objects.create(model="some model", key=phrase.key, vector=b"")
    again = batch(cursor)

    assert phrase.text == "港区集卡。"
    assert [one.reference for one in again.documents] == [f"scenario:{scenario.pk}"]


def test_rows_of_before_want_vectors_too(town):
    town.scenario()
    organisation(town)
    before = {d.identity: d.meaning for d in _all()}
    Phrase.objects.all().delete()
    SearchDocument.objects.update(meaning=None)

    MEANT.want_vectors(apps, None)

    assert {d.identity: d.meaning for d in _all()} == before
    assert Phrase.objects.count() == 1
