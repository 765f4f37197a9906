"""At the door: once, by whom, from paper; and the brochure with its consents."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.events.actions.add_material import WrongFile, add_material, remove_material
from citystage.stages.events.actions.ask_brochure import NotNow, ask_brochure, fail_brochure
from citystage.stages.events.actions.change_page import Page, PageMoved, change_page
from citystage.stages.events.actions.check_in import check_in, undo_check_in
from citystage.stages.events.actions.decide_place import give_back
from citystage.stages.events.actions.read_paper_list import Unreadable, read_paper_list
from citystage.stages.events.jobs.brochures import make_brochure
from citystage.stages.events.models import Brochure, BrochurePage, Place
from citystage.stages.events.queries import brochures, places
from tests.conftest import Town
from tests.events.building import BEGINS, announced, comes
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.fixture
def event(town):
    return announced(town, capacity=3)


def arrived():
    return Entry.objects.filter(verb="events.place.arrived").count()


def page(place, town, **wish):
    place.refresh_from_db()
    said = Page(**({"in_brochure": True, "direction": "水下机器人"} | wish))
    return change_page(place, page=said, version=place.version, stamp=town.stamp(place.person))


def test_of_two_scans_at_once_one_is_the_first(town, event):
    place = comes(town, event)
    found = Place.objects.select_related("event__organiser").get(pk=place.pk)
    stamp = town.stamp(town.city_officer, at=BEGINS)

    answers = at_once(*(lambda: check_in(found, way=Place.Way.SCAN, stamp=stamp),) * 4)

    assert sorted(one.first for one in answers) == [False, False, False, True]
    assert {one.since for one in answers} == {BEGINS}
    assert arrived() == 1


def test_the_second_scan_says_since_when(town, event):
    place = comes(town, event)

    first = check_in(place, way=Place.Way.CODE, stamp=town.stamp(town.city_officer, at=BEGINS))
    later = town.stamp(town.city_officer, at=BEGINS + timedelta(minutes=5))
    second = check_in(Place.objects.get(), way=Place.Way.CODE, stamp=later)

    assert (first.first, second.first, second.since) == (True, False, BEGINS)


def test_only_the_organisers_check_in_and_only_confirmed_places(town):
    event = announced(town, capacity=1)
    place, waiting = comes(town, event, "甲"), comes(town, event, "乙")

    with pytest.raises(NotAllowed):
        check_in(place, way=Place.Way.SCAN, stamp=town.stamp(place.person))
    with pytest.raises(WrongState):
        check_in(waiting, way=Place.Way.SCAN, stamp=town.stamp(town.city_officer))


def test_an_arrival_is_taken_back(town, event):
    place = comes(town, event)
    officer = town.stamp(town.city_officer, at=BEGINS)
    check_in(place, way=Place.Way.LIST, stamp=officer)

    undo_check_in(place, stamp=officer)

    assert Place.objects.get().arrived_at is None
    assert undo_check_in(place, stamp=officer).arrived_at is None


def test_the_desk_finds_by_name_number_and_code(town, event):
    place = comes(town, event, "示例港航公司")

    assert places.at_the_desk(event, "港航") == [place]
    assert places.at_the_desk(event, "1") == [place]
    assert places.at_the_desk(event, "") == []
    assert places.by_code(event, f"{place.code[:4]} {place.code[4:].lower()}") == place
    assert places.by_code(event, f"https://x/events/checkin/{place.token}/") == place
    assert places.by_code(event, "NONE") is None


def test_a_paper_list_is_read_row_by_row_and_twice_changes_nothing(town, event):
    first, second, third = (comes(town, event, name) for name in "甲乙丙")
    rows = [
        ["签到码", "到", "时间"],
        [first.code, "1", "20:05"],
        [str(second.number), "√", ""],
        [third.code, "0", ""],
        ["XXXX", "1", ""],
    ]
    officer = town.stamp(town.city_officer, at=BEGINS)

    once = read_paper_list(event, rows=rows, stamp=officer)
    twice = read_paper_list(event, rows=rows, stamp=officer)

    assert [one.outcome for one in once] == ["arrived", "arrived", "absent", "unknown"]
    assert [one.outcome for one in twice] == ["known", "known", "absent", "unknown"]
    assert arrived() == 2
    first.refresh_from_db()
    assert first.arrived_at == BEGINS + timedelta(minutes=5)


@pytest.mark.parametrize("rows", [[], [["nobody"]], [["a"], ["b"]]])
def test_a_file_without_anybody_known_is_refused(town, event, rows):
    with pytest.raises(Unreadable):
        read_paper_list(event, rows=rows, stamp=town.stamp(town.city_officer))


def test_the_brochure_holds_who_agreed_and_contacts_as_consented(town, event):
    first, second, third = (comes(town, event, name) for name in ("乙公司", "甲公司", "丙公司"))
    page(first, town)
    page(second, town, shows_contact=True)
    made = ask_brochure(event, language="zh-hans", stamp=town.stamp(town.city_officer))

    assert make_brochure.func(made.pk) == 2
    assert make_brochure.func(made.pk) == 0

    made.refresh_from_db()
    assert (made.state, made.done, made.total) == ("ready", 2, 2)
    held = BrochurePage.objects.values_list("place", "page", "with_contact")
    # 甲 (jia) stands before 乙 (yi).
    assert list(held) == [(second.pk, 1, True), (first.pk, 2, False)]
    with default_storage.open(made.path) as file:
        assert file.read(5) == b"%PDF-"
    assert third.printed.count() == 0
    assert (
        Notice.objects.filter(person=town.city_officer).order_by("pk").last().values["pages"] == 2
    )


def test_a_withdrawn_consent_is_left_out_and_the_printed_edition_named(town, event):
    place, other = comes(town, event, "甲"), comes(town, event, "乙")
    page(place, town, shows_contact=True)
    page(other, town)
    officer = town.stamp(town.city_officer)
    first = ask_brochure(event, language="zh-hans", stamp=officer)
    make_brochure.func(first.pk)

    place = page(place, town, in_brochure=False, shows_contact=True)
    second = ask_brochure(event, language="zh-hans", stamp=officer)
    make_brochure.func(second.pk)

    assert (place.in_brochure, place.shows_contact) == (False, False)
    assert [one.brochure.edition for one in brochures.still_holding(place)] == [1]
    newest, oldest = brochures.editions(event)
    assert (newest.edition, newest.held, newest.outdated) == (2, 1, 0)
    assert (oldest.edition, oldest.held, oldest.outdated) == (1, 2, 1)


def test_a_contact_taken_back_is_named_too(town, event):
    place = page(comes(town, event, "甲"), town, shows_contact=True)
    made = ask_brochure(event, language="en", stamp=town.stamp(town.city_officer))
    make_brochure.func(made.pk)

    place = page(place, town, shows_contact=False)

    assert len(brochures.still_holding(place)) == 1


def test_while_one_edition_is_made_no_other_begins(town, event):
    officer = town.stamp(town.city_officer)
    with pytest.raises(NotNow):
        ask_brochure(event, language="en", stamp=officer)
    page(comes(town, event), town)

    first = ask_brochure(event, language="en", stamp=officer)
    again = ask_brochure(event, language="en", stamp=officer)
    fail_brochure(first, error="boom", stamp=officer)

    assert first == again
    assert Brochure.objects.get().state == "failed"


def test_a_page_changed_elsewhere_is_not_written_over(town, event):
    place = comes(town, event)
    page(place, town)

    with pytest.raises(PageMoved):
        change_page(place, page=Page(in_brochure=False), version=1, stamp=town.stamp(place.person))
    with pytest.raises(NotAllowed):
        change_page(place, page=Page(in_brochure=False), version=2, stamp=town.stamp(town.owner))


def test_a_place_given_back_has_no_page_to_write(town, event):
    place = comes(town, event)
    give_back(place, stamp=town.stamp(place.person))

    with pytest.raises(WrongState):
        page(place, town)


def test_papers_are_taken_once_and_only_of_known_kinds(town, event):
    officer = town.stamp(town.city_officer)
    words = {"title": "议程", "name": "a.pdf", "content": b"%PDF-1.7", "public": True}

    first = add_material(event, **words, stamp=officer)
    again = add_material(event, **words, stamp=officer)
    with pytest.raises(WrongFile):
        add_material(event, **(words | {"name": "a.exe"}), stamp=officer)

    assert first == again
    remove_material(event, pk=first.pk, stamp=officer)
    assert event.materials.count() == 0
