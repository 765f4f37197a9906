"""Loading creates, updates and leaves alone: by natural key, whole, and only what differs."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from citystage.cities.loading import load_city
from citystage.cities.loading.report import Outcome, Report
from citystage.cities.packs.problems import BrokenPack
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import PackSetting, Unit, setting
from citystage.stages.catalogue.freezing import intact
from citystage.stages.catalogue.models import Capability, Release, Scenario, SearchDocument
from citystage.stages.catalogue.states import ReleaseState, ScenarioState
from citystage.stages.intake.models import Call, FormVersion, Quota
from citystage.stages.intake.states import CallState
from tests.cities.conftest import Write

pytestmark = pytest.mark.django_db

LOADED = (
    Unit,
    Organisation,
    Term,
    PackSetting,
    FormVersion,
    Call,
    Quota,
    Scenario,
    Capability,
    Release,
    Entry,
)


def load(folder: Path, *, dry_run: bool = False) -> Report:
    return load_city(str(folder), dry_run=dry_run)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in LOADED}


def different(report: Report) -> dict[str, Outcome]:
    return {
        f"{change.kind} {change.key}": change.outcome
        for change in report.changes
        if change.outcome is not Outcome.UNCHANGED
    }


def test_load_city_plants_the_city_its_units_and_its_map(write: Write) -> None:
    load(write())

    city = Unit.objects.get(kind=Unit.Kind.CITY)
    north = Unit.objects.get(code="north")
    office = Unit.objects.get(code="office")
    assert (city.name, city.name_en, city.area_code) == ("示例市", "Exampleton", "990100")
    assert (north.parent, north.city, north.tile_column, north.tile_row) == (city, city, 0, 0)
    assert (north.coordinates, office.coordinates) == (False, True)
    assert north.path == f"{city.path}{north.pk}/"
    assert office.facts == {"named_by": ["paper"]}


def test_load_city_writes_the_words_of_all_cities_and_of_this_one(write: Write) -> None:
    load(write())

    city = Unit.objects.get(kind=Unit.Kind.CITY)
    robots = Term.objects.get(scheme=Scheme.CHAIN, code="robots")
    assert (robots.city, robots.parent.code, robots.facts) == (city, "machines", {"certain": False})
    assert Term.objects.get(scheme=Scheme.FIELD, code="low-altitude").city is None


def test_load_city_opens_the_call_with_places_for_every_unit(write: Write) -> None:
    load(write())

    call = Call.objects.get()
    assert (call.code, call.state, call.opinion_order) == ("needs", CallState.OPEN, "side_by_side")
    assert {q.unit.code: q.places for q in call.quotas.all()} == {"north": 5, "office": 3}
    assert call.form.version == 1
    assert call.form.definition["fields"][0]["key"] == "title"


def test_load_city_publishes_records_with_their_source(write: Write) -> None:
    load(write())

    scenario = Scenario.objects.get()
    assert (scenario.state, scenario.number) == (ScenarioState.OPEN, "EX-2026-00001")
    assert (scenario.field.code, scenario.chain.code) == ("port-shipping", "robots")
    assert (scenario.owner.name, scenario.owner_name) == ("示例制造有限公司", "示例制造")
    assert (scenario.district.code, scenario.published_on) == ("north", date(2026, 4, 16))
    assert scenario.source["title"] == "示例日报"
    assert scenario.source["list"] == "示例清单"
    assert scenario.versions.count() == 1
    assert Capability.objects.get().organisation.name == "示例制造有限公司"
    kinds = SearchDocument.objects.filter(public=True).values_list("kind", flat=True)
    assert sorted(kinds) == ["capability", "list", "organisation", "scenario"]


def test_load_city_enters_lists_frozen_with_what_is_known(write: Write) -> None:
    load(write())

    released = Release.objects.get()
    assert (released.state, released.stated_items) == (ReleaseState.RELEASED, 4)
    assert released.released_on == date(2026, 4, 16)
    assert [item.frozen["title"] for item in released.items.all()] == ["示例港区无人集卡"]
    assert [known["title"] for known in released.source["known"]] == [
        "示例港区无人集卡",
        "只知道名称的一项",
    ]
    assert intact(released)


def test_load_city_keeps_settings_by_version(write: Write) -> None:
    load(write())
    load(write("city.toml", "#0a5fa8", "#123456"))

    city = Unit.objects.get(kind=Unit.Kind.CITY)
    brand = setting(city, "brand")
    assert (brand.version, brand.value["accent"]) == (2, "#123456")
    assert setting(city, "quality").version == 1
    assert setting(city, "steering").value["pace"]["on_track_from"] == 95


def test_load_city_a_second_time_changes_nothing(write: Write) -> None:
    load(write())
    before = counts()

    report = load(write())

    assert different(report) == {}
    assert counts() == before


def test_load_city_dry_run_shows_everything_and_leaves_nothing(write: Write) -> None:
    before = counts()

    report = load(write(), dry_run=True)

    assert report.created == len(report.changes) == 68
    assert report.changed == 0
    assert counts() == before


def test_load_city_dry_run_shows_old_and_new_values(write: Write) -> None:
    load(write())

    report = load(write("records.jsonl", "示例港区无人集卡", "示例港区无人集卡运输"), dry_run=True)

    (change,) = (c for c in report.changes if c.kind == "scenario" and c.key == "S1")
    assert change.outcome is Outcome.CHANGED
    assert change.fields["title"] == ("示例港区无人集卡", "示例港区无人集卡运输")
    assert Scenario.objects.get().title == "示例港区无人集卡"


def test_load_city_corrects_what_the_pack_changed(write: Write) -> None:
    load(write())

    report = load(write("records.jsonl", "示例港区无人集卡", "示例港区无人集卡运输"))

    scenario = Scenario.objects.get()
    assert different(report) == {
        "scenario S1": Outcome.CHANGED,
        # A released list stays as it was released.
        "list first": Outcome.KEPT,
    }
    assert (scenario.title, scenario.number) == ("示例港区无人集卡运输", "EX-2026-00001")
    assert scenario.versions.count() == 2
    assert Entry.objects.filter(verb="catalogue.scenario.corrected").count() == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("units.toml", 'en = "North"', 'en = "Northside"', "unit north"),
        ("city.toml", 'name = {zh = "示例市"', 'name = {zh = "示例城"', "city exampleton"),
        (
            "units.toml",
            'introduction = "示例企业。"',
            'introduction = "改过。"',
            "organisation works",
        ),
        ("taxonomy.toml", 'en = "Robots"', 'en = "Robotics"', "term chain/robots"),
        ("calls.toml", "north = 5", "north = 6", "quota needs/north"),
        ("calls.toml", 'en = "Example call"', 'en = "A call"', "call needs"),
        ("records.jsonl", "示例能力", "示例新能力", "capability C1"),
        ("targets.toml", "at_least = 10", "at_least = 11", "target ten"),
    ],
)
def test_load_city_updates_one_thing_in_place(write: Write, file, old, new, expected) -> None:
    load(write())
    before = counts()

    report = load(write(file, old, new))

    assert different(report) == {expected: Outcome.CHANGED}
    after = counts()
    assert {name for name in after if after[name] != before[name]} <= {"PackSetting", "Entry"}
    assert different(load(write(file, old, new))) == {}


def test_load_city_makes_a_new_version_of_a_changed_form(write: Write) -> None:
    folder = write()
    load(folder)
    (folder / "forms.toml").write_text(
        '[[forms]]\ncode = "scenario"\ntitle = {zh = "短表", en = "Short"}\n'
        '[[forms.fields]]\nkey = "title"\nlabel = {zh = "名称", en = "Title"}\ntype = "text"\n'
        'required = true\nstage = "intake"\nhelp = {zh = "一", en = "h"}\n'
        'example = {zh = "一", en = "e"}\n'
    )
    # The parts of the shared gate read answers of the full form; this city asks one question.
    report = load(folder)

    assert FormVersion.objects.filter(code="scenario").count() == 2
    assert Call.objects.get().form.version == 2
    assert different(report) == {"form scenario": Outcome.CHANGED, "call needs": Outcome.CHANGED}


def test_load_city_leaves_a_form_version_that_an_officer_made(
    write: Write, django_user_model
) -> None:
    load(write())
    officer = django_user_model.objects.create(username="o", email="o@example.invalid")
    first = FormVersion.objects.get(code="scenario")
    FormVersion.objects.create(
        city=first.city,
        code=first.code,
        version=2,
        title="officer's",
        definition=first.definition,
        made_by=officer,
        made_at=timezone.now(),
    )
    Call.objects.update(form=FormVersion.objects.get(code="scenario", version=2), version=2)

    report = load(write())

    assert different(report) == {}
    assert FormVersion.objects.filter(code="scenario").count() == 2


def test_load_city_leaves_a_call_that_an_officer_changed(write: Write) -> None:
    load(write())
    later = timezone.now() + timedelta(days=999)
    Call.objects.update(closes_at=later, version=2)
    Quota.objects.update(places=1)

    report = load(write())

    assert different(report) == {"call needs": Outcome.KEPT}
    assert Call.objects.get().closes_at == later
    assert set(Quota.objects.values_list("places", flat=True)) == {1}


def test_load_city_leaves_a_scenario_that_an_officer_corrected(
    write: Write, django_user_model
) -> None:
    load(write())
    officer = django_user_model.objects.create(username="o", email="o@example.invalid")
    scenario = Scenario.objects.get()
    Scenario.objects.update(title="officer's title")
    scenario.versions.create(number=2, snapshot={}, made_by=officer, made_at=timezone.now())

    report = load(write())

    assert different(report)["scenario S1"] is Outcome.KEPT
    assert Scenario.objects.get().title == "officer's title"


def test_load_city_leaves_an_organisation_that_registered(write: Write) -> None:
    load(write())
    Organisation.objects.update(standing="approved", introduction="our own words")

    report = load(write())

    assert different(report) == {"organisation works": Outcome.KEPT}
    assert Organisation.objects.get().introduction == "our own words"


def test_load_city_writes_nothing_when_the_pack_is_broken(write: Write) -> None:
    before = counts()

    with pytest.raises(BrokenPack):
        load(write("lists.toml", '{record = "S1"}', '{record = "S9"}'))

    assert counts() == before


def test_load_city_puts_units_under_their_parents(write: Write) -> None:
    load(write("units.toml", 'code = "office"', 'code = "office"\nparent = "north"'))

    office = Unit.objects.get(code="office")
    assert office.parent.code == "north"
    assert office.path.startswith(office.parent.path)


def test_load_city_notes_one_fact_of_its_own(write: Write) -> None:
    report = load(write())

    entry = Entry.objects.get(verb="cities.pack.loaded")
    assert entry.payload["created"] == report.created
    assert (entry.channel, entry.actor_id) == ("cli", None)


@pytest.mark.parametrize("name", ["chengdu", "qingdao"])
def test_every_pack_of_the_product_loads_and_loads_again(name: str) -> None:
    first = load_city(name, dry_run=False)
    before = counts()

    second = load_city(name, dry_run=False)

    assert first.created == len(first.changes)
    assert different(second) == {}
    assert counts() == before


def test_both_cities_live_side_by_side() -> None:
    load_city("qingdao", dry_run=False)
    shared = Term.objects.filter(city__isnull=True).count()

    load_city("chengdu", dry_run=False)

    assert Term.objects.filter(city__isnull=True).count() == shared
    assert Scenario.objects.public().count() == 43 + 11
    assert Scenario.objects.filter(number__startswith="QD-2026-").count() == 43
    assert Scenario.objects.filter(number__startswith="CD-2025-").count() == 11
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM tenancy_packsetting WHERE name = 'quality' LIMIT 1")
        quality = json.loads(cursor.fetchone()[0])
    assert sum(part["weight"] for part in quality["parts"]) == 100
