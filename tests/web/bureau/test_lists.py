"""Officers prepare, preview, release and amend lists in the browser."""

import pytest

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting
from citystage.stages.catalogue.models import Addendum, Release
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.matchmaking.models import Run, Suggestion
from citystage.stages.matchmaking.states import RunState
from citystage.web.bureau.arranging import ids_of, moved
from tests.catalogue.listing import begin, fill_list, prepared_list, released_list
from tests.conftest import NOON
from tests.review.builders import QUALITY
from tests.web.company.conftest import signed_in

HEADING = {"title": "第二批清单", "kind": "opportunity", "number": "", "issuer": "市场景办"}


@pytest.fixture
def office(town):
    return signed_in(town.city_officer)


def order(release):
    return list(release.items.order_by("ordinal").values_list("scenario_id", flat=True))


def page_of(release, *more):
    return "/".join(["/bureau/lists", str(release.pk), *more, ""])


def press(office, release, move, seen=None, **more):
    seen = order(release) if seen is None else seen
    data = {"move": move, "order": ",".join(map(str, seen))} | more
    return office.post(page_of(release, "arrange"), data)


def test_a_list_is_begun_and_leads_to_choosing(town, office):
    shown = office.get("/bureau/lists/new/")
    answer = office.post("/bureau/lists/new/", HEADING | {"city": town.city.pk, "code": "2026-2"})

    release = Release.objects.get()
    assert shown.status_code == 200
    assert (answer.status_code, answer["Location"]) == (302, page_of(release, "choose"))
    assert (release.title, release.issuer) == ("第二批清单", "市场景办")


def test_a_taken_address_is_said_at_the_field(town, office):
    begin(town)

    answer = office.post("/bureau/lists/new/", HEADING | {"city": town.city.pk, "code": "2026-1"})

    assert answer.status_code == 422
    assert "already has a list with the address" in answer.content.decode()


def test_others_have_nothing_here(town):
    browser = signed_in(town.owner)

    for path in ("/bureau/lists/", "/bureau/lists/new/", page_of(begin(town))):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_index_asks_the_database_the_same_for_any_number(
    town, office, number, django_assert_num_queries
):
    for n in range(number):
        begin(town, f"2026-{n}")
    office.get("/bureau/lists/")

    with django_assert_num_queries(INDEX_QUERIES):
        answer = office.get("/bureau/lists/")

    assert answer.content.decode().count("青场景〔2026〕1号") == number


INDEX_QUERIES = 7


def test_an_empty_index_teaches(office):
    assert "No list yet" in office.get("/bureau/lists/").content.decode()


def test_the_heading_is_changed_unless_somebody_was_faster(town, office):
    release = begin(town)
    token = office.get(page_of(release, "heading")).context["token"]

    saved = office.post(page_of(release, "heading"), HEADING | {"_version": token})
    stale = office.post(page_of(release, "heading"), HEADING | {"_version": token})
    wrong = office.post(page_of(release, "heading"), HEADING | {"title": ""})

    release.refresh_from_db()
    assert (saved.status_code, stale.status_code, wrong.status_code) == (302, 409, 422)
    assert release.title == "第二批清单"
    assert "Someone changed this" in stale.content.decode()


def test_a_released_list_is_not_changed_here(town, office):
    release = released_list(town)

    assert office.get(page_of(release, "heading"))["Location"] == page_of(release)
    assert office.get(page_of(release, "choose"))["Location"] == page_of(release)


def test_chosen_scenarios_come_to_the_end(town, office):
    release = prepared_list(town)
    fresh = [town.scenario(title=f"候选{n}") for n in range(2)]
    before = order(release)

    shown = office.get(page_of(release, "choose"), {"q": "候选", "status": "open"})
    added = office.post(
        page_of(release, "add"), {"scenario": [one.pk for one in fresh], "query": "q=x"}
    )
    nothing = office.post(page_of(release, "add"), {})

    assert shown.context["page"].paginator.count == 2
    assert added["Location"] == page_of(release, "choose") + "?q=x"
    assert nothing.status_code == 302
    assert order(release) == [*before, *(one.pk for one in fresh)]


def test_withdrawn_and_listed_ones_cannot_be_chosen(town, office):
    release = prepared_list(town)
    town.scenario(state=ScenarioState.WITHDRAWN)

    answer = office.get(page_of(release, "choose"))

    assert answer.context["page"].paginator.count == 0
    assert "Nothing fits" in answer.content.decode()


def test_items_move_by_buttons(town, office):
    release = begin(town)
    scenarios = [town.scenario(title=title) for title in "甲乙丙"]
    fill_list(town, release, *scenarios)
    a, b, c = (one.pk for one in scenarios)

    down = press(office, release, f"down:{a}")
    first = order(release)
    press(office, release, f"place:{c}", **{f"place-{c}": "1"})
    second = order(release)
    press(office, release, f"out:{b}")

    assert down["Location"] == page_of(release) + "#items"
    assert (first, second, order(release)) == ([b, a, c], [c, b, a], [c, a])


def test_script_gets_the_items_alone(town, office):
    release = prepared_list(town)
    seen = order(release)

    answer = office.post(
        page_of(release, "arrange"),
        {"move": f"down:{seen[0]}", "order": ",".join(map(str, seen))},
        headers={"hx-request": "true"},
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.lstrip().startswith('<section id="items"')


def test_an_order_that_somebody_changed_is_not_written_over(town, office):
    release = prepared_list(town)
    a, b = order(release)

    answer = press(office, release, f"out:{a}", seen=[b, a])

    assert answer.status_code == 409
    assert "Someone changed the items meanwhile" in answer.content.decode()
    assert order(release) == [a, b]


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ({"move": "up:2"}, [2, 1, 3]),
        ({"move": "up:1"}, [1, 2, 3]),
        ({"move": "down:3"}, [1, 2, 3]),
        ({"move": "first:3"}, [3, 1, 2]),
        ({"move": "last:1"}, [2, 3, 1]),
        ({"move": "place:1", "place-1": "99"}, [2, 3, 1]),
        ({"move": "place:1", "place-1": "x"}, [1, 2, 3]),
        ({"move": "jump:1"}, [1, 2, 3]),
        ({"move": "out:2"}, [1, 3]),
        ({"move": "out:9"}, [1, 2, 3]),
        ({"move": "out:x"}, [1, 2, 3]),
        ({}, [1, 2, 3]),
    ],
)
def test_one_button_moves_one_item(asked, after):
    assert moved([1, 2, 3], asked) == after


def test_numbers_are_read_from_what_came():
    assert ids_of("3,x,,1") == [3, 1]


def test_the_gate_warns_before_release_and_release_says_what_becomes_public(town, office):
    PackSetting.objects.create(city=town.city, name="quality", version=1, value=QUALITY)
    release = prepared_list(town)

    text = office.get(page_of(release)).content.decode()

    assert "Measurable goal" in text
    assert "1 scenario becomes public with it" in text


def test_the_preview_shows_it_as_the_public_will_see_it(town, office):
    text = office.get(page_of(prepared_list(town), "preview")).content.decode()

    assert "Nothing of it is public yet" in text
    assert "Ports and shipping" in text
    assert "Driverless trucks in the port" in text
    assert "CNY 35.0 m" in text


def test_an_empty_preview_says_so(town, office):
    assert "Nothing in it yet" in office.get(page_of(begin(town), "preview")).content.decode()
    assert "Nothing in it yet" in office.get(page_of(begin(town, "b"))).content.decode()


def test_releasing_freezes_it_and_offers_addenda(town, office):
    release = prepared_list(town)

    answer = office.post(page_of(release, "release"))
    again = office.post(page_of(release, "release"))
    text = office.get(page_of(release)).content.decode()

    release.refresh_from_db()
    assert (answer.status_code, again.status_code) == (302, 409)
    assert release.sha256 in text
    assert "Make an addendum" in text
    assert "Choose scenarios" not in text


def test_an_addendum_is_published(town, office):
    release = released_list(town)
    item = release.items.get(ordinal=1)

    shown = office.get(page_of(release, "addendum"))
    needs_item = office.post(page_of(release, "addendum"), {"kind": "withdrawal", "text": "撤回。"})
    made = office.post(
        page_of(release, "addendum"), {"kind": "correction", "text": "更正。", "item": item.pk}
    )

    assert (shown.status_code, needs_item.status_code, made.status_code) == (200, 422, 302)
    assert Addendum.objects.get().item == item
    assert "更正。" in office.get(page_of(release)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_list_asks_the_same_for_any_number(
    town, office, number, django_assert_num_queries
):
    PackSetting.objects.create(city=town.city, name="quality", version=1, value=QUALITY)
    release = fill_list(town, begin(town), *[town.scenario() for _ in range(number)])
    office.get(page_of(release))

    with django_assert_num_queries(LIST_QUERIES):
        office.get(page_of(release))
    with django_assert_num_queries(CHOOSE_QUERIES):
        office.get(page_of(release, "choose"))


LIST_QUERIES, CHOOSE_QUERIES = 10, 9


def test_a_list_in_preparation_warns_of_too_few_suppliers_once_the_city_was_matched(town, office):
    release = fill_list(town, begin(town), town.scenario(), rich := town.scenario())
    before = office.get(page_of(release)).content.decode()
    Run.objects.create(city=town.city, state=RunState.DONE, made_at=NOON)
    for number in range(3):
        name = f"示例供给{number}"
        firm = Organisation.objects.create(name=name, folded_name=name, city=town.city)
        Suggestion.objects.create(
            scenario=rich, organisation=firm, score=0.8, verdict="match", rank=1, changed_at=NOON
        )

    after = office.get(page_of(release)).content.decode()

    assert "Fewer than 3 able suppliers" not in before
    assert after.count("Fewer than 3 able suppliers") == 1
    assert "1 item has fewer than 3 able suppliers on record." in after


def test_a_released_list_is_not_released_by_another_office(town):
    browser = signed_in(town.officer)

    assert browser.post(page_of(prepared_list(town), "release")).status_code == 404
