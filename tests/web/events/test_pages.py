"""Events page by page: the organiser, the participant, the guest, the desk."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.notices.models import Mail
from citystage.stages.events import asking
from citystage.stages.events.jobs.brochures import make_brochure
from citystage.stages.events.models import Event, Invitation, Material, Place
from tests.events.building import announced, comes, draft, firm
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db(transaction=True)
# Pages run by the real clock.
_SOON = timezone.now() + timedelta(days=30)
TIMES = {"starts_at": _SOON, "ends_at": _SOON + timedelta(hours=3)}


def at(name, *args):
    return reverse(f"events:{name}", args=args)


@pytest.fixture
def officer(town):
    return browser(town.city_officer)


@pytest.fixture
def event(town):
    return announced(town, **TIMES)


def form(**changes):
    return {
        "kind": "session",
        "title": "示例人工智能场景对对碰",
        "audience": "public",
        "admission": "direct",
        "starts_at": f"{timezone.localtime(_SOON):%Y-%m-%dT14:00}",
        "ends_at": f"{timezone.localtime(_SOON):%Y-%m-%dT17:00}",
        "place": "示例会展中心",
        "questions": "用餐 | 要；不要",
        "contact_name": "张三",
    } | changes


def wish(**changes):
    return {"name": "李四", "post": "总监", "phone": "0532", "side": "supply"} | changes


def test_an_officer_prepares_announces_changes_and_calls_off(town, officer):
    scenario = town.scenario()
    assert officer.get(at("new")).status_code == 200
    assert officer.post(at("new"), form(title="")).status_code == 422
    assert officer.post(at("new"), form(questions="| 一")).status_code == 422
    assert officer.post(at("new"), form(ends_at="2020-01-01T10:00")).status_code == 422

    made = officer.post(at("new"), form(scenarios=f"{scenario.number} QD-0"))
    event = Event.objects.get()
    assert made.url == at("hub", event.pk)
    for name in ("hub", "change", "agenda", "invitations", "participants", "desk", "brochure",
                 "materials"):  # fmt: skip
        assert officer.get(at(name, event.pk)).status_code == 200
    assert list(event.scenarios.all()) == [scenario]
    assert browser(town.owner).get(at("event", event.number)).status_code == 404

    officer.post(at("step", event.pk, "publish"))
    stale = officer.post(at("change", event.pk), form(_version="1"))
    changed = officer.post(at("change", event.pk), form(_version="2", place="示例大厦"))
    assert (stale.status_code, changed.status_code) == (409, 302)
    assert browser(town.owner).get(at("event", event.number)).status_code == 200

    assert officer.post(at("step", event.pk, "cancel"), {"reason": ""}).status_code == 422
    assert officer.post(at("step", event.pk, "postpone"), {"reason": "台风"}).status_code == 302
    later = {"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-02T12:00", "reason": "新场地"}
    assert officer.post(at("step", event.pk, "reschedule"), later).status_code == 302
    assert officer.post(at("step", event.pk, "cancel"), {"reason": "暴雪"}).status_code == 302
    assert "暴雪" in browser(town.owner).get(at("event", event.number)).content.decode()
    assert officer.post(at("step", event.pk, "dance")).status_code == 404


def test_rooms_items_and_papers_are_kept(town, officer):
    event = draft(town, **TIMES)
    times = {"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-02T11:00"}

    officer.post(at("write_room", event.pk), {"name": "一号厅", "seats": "80"})
    room = event.rooms.get()
    officer.post(at("write_item", event.pk), times | {"title": "开场", "room": room.pk})
    item = event.sessions.get()
    clash = officer.post(at("write_item", event.pk), times | {"title": "又", "room": room.pk})
    again = officer.post(at("write_room", event.pk), {"name": "一号厅"})
    shown = officer.get(at("agenda", event.pk) + f"?item={item.pk}&room={room.pk}")

    assert (clash.status_code, again.status_code, shown.status_code) == (422, 422, 200)
    officer.post(at("write_item", event.pk), times | {"title": "致辞", "pk": item.pk})
    assert event.sessions.get().title == "致辞"
    officer.post(at("take_away", event.pk, "item", item.pk))
    officer.post(at("take_away", event.pk, "room", room.pk))
    assert (event.sessions.count(), event.rooms.count()) == (0, 0)

    pdf = SimpleUploadedFile("议程.pdf", b"%PDF-1.7 x", "application/pdf")
    officer.post(at("add_paper", event.pk), {"title": "议程", "file": pdf, "public": "on"})
    bad = SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")
    wrong = officer.post(at("add_paper", event.pk), {"title": "坏", "file": bad})
    assert wrong.status_code == 422
    paper = Material.objects.get()
    assert officer.get(at("material", event.number, paper.pk)).content[:5] == b"%PDF-"
    officer.post(at("remove_paper", event.pk, paper.pk))
    assert Material.objects.count() == 0


def test_somebody_registers_shows_a_page_and_gives_the_place_back(town, event):
    event.questions = asking.read("用餐 | 要；不要 *")
    event.save()
    _organisation, person = firm(town, "示例甲公司")
    client = browser(person)
    assert client.get(at("register", event.number)).status_code == 200
    assert client.post(at("register", event.number), wish()).status_code == 422

    made = client.post(at("register", event.number), wish(q1="o1"))
    place = Place.objects.get()
    assert made.url == at("place", place.pk)
    shown = client.get(at("place", place.pk)).content.decode()
    assert f"{place.code[:4]} {place.code[4:]}" in shown
    assert client.get(at("register", event.number)).url == at("place", place.pk)
    assert b"BEGIN:VEVENT" in client.get(at("my_calendar", place.pk)).content
    assert client.get(at("mine")).status_code == 200

    page = {"in_brochure": "on", "direction": "水下机器人", "_version": "1"}
    client.post(at("write_page", place.pk), page)
    public = browser(town.owner).get(at("participant", event.number, place.number))
    assert "水下机器人" in public.content.decode()
    assert client.post(at("write_page", place.pk), {"_version": "1"}).status_code == 409
    client.post(at("write_page", place.pk), {"_version": "2"})
    gone = browser(town.owner).get(at("participant", event.number, place.number))
    assert gone.status_code == 404

    client.post(at("leave", place.pk))
    place.refresh_from_db()
    assert place.state == "cancelled"
    assert browser(town.owner).get(at("place", place.pk)).status_code == 404


def test_a_guest_confirms_by_the_mail_and_leaves(town, client):
    event = announced(town, **TIMES, takes_guests=True)
    known = wish(organisation_name="示例报社", email="li@example.invalid")
    assert client.get(at("register_guest", event.number)).status_code == 200
    assert client.post(at("register_guest", event.number), wish()).status_code == 422

    client.post(at("register_guest", event.number), known)
    place = Place.objects.get()
    assert at("guest", place.token) in Mail.objects.get().body
    assert client.get(at("guest", place.token)).status_code == 200
    place.refresh_from_db()
    assert place.state == "asked"
    client.post(at("guest_confirm", place.token))
    assert place.code[:4] in client.get(at("guest", place.token)).content.decode()
    client.post(at("guest_leave", place.token))

    place.refresh_from_db()
    assert place.state == "cancelled"
    assert client.get(at("guest", "no")).status_code == 404


def test_the_public_sees_list_page_calendar_and_feed(event, client):
    assert event.title in client.get(at("index")).content.decode()
    assert client.get(at("index") + "?when=past").content.decode().count(event.number) == 0
    assert client.get(at("index") + "?kind=session&city=qingdao&q=海洋").status_code == 200
    assert client.get(at("event", event.number)).status_code == 200
    assert b"SUMMARY" in client.get(at("calendar", event.number)).content
    assert event.number in client.get(at("feed")).content.decode()
    assert client.get(at("event", "QD-0")).status_code == 404


def test_an_event_by_invitation_is_seen_by_the_invited_alone(town, officer, client):
    event = announced(town, **TIMES, audience="invited")
    organisation, person = firm(town, "示例甲公司")
    assert client.get(at("event", event.number)).status_code == 404
    page = officer.get(at("invitations", event.pk) + "?q=示例").content.decode()
    assert organisation.name in page

    officer.post(
        at("send_invitations", event.pk),
        {"whom": "ticked", "organisation": [organisation.pk], "words": "请来"},
    )
    asked = browser(person)
    assert "请来" in asked.get(at("event", event.number)).content.decode()
    assert event.title_en in asked.get(at("mine")).content.decode()
    asked.post(at("decline_invitation", event.number), {"reason": "忙"})
    assert Invitation.objects.get().state == "refused"
    asked.post(at("opting", organisation.pk, "out"))
    assert officer.post(at("send_invitations", event.pk), {"whom": "all"}).status_code == 302
    asked.post(at("opting", organisation.pk, "in"))
    assert asked.post(at("opting", organisation.pk, "up")).status_code == 404
    assert Invitation.objects.count() == 1


def test_an_unanswered_invitation_is_withdrawn(town, officer, event):
    organisation, _person = firm(town, "示例甲公司")
    officer.post(at("send_invitations", event.pk), {"whom": "all"})
    row = Invitation.objects.get(organisation=organisation)

    officer.post(at("withdraw_invitation", event.pk, row.pk))

    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_organisers_decide_export_and_print(town, officer):
    event = announced(town, **TIMES, admission="decided", questions=asking.read("人数"))
    place = comes(town, event, "示例甲公司", typed={"q1": "2"})
    other = comes(town, event, "示例乙公司")
    listed = at("participants", event.pk)

    assert officer.post(at("decide_place", event.pk, other.pk, "decline")).status_code == 422
    officer.post(at("decide_place", event.pk, other.pk, "decline"), {"reason": "名额有限"})
    officer.post(at("decide_place", event.pk, place.pk, "admit"))
    assert officer.post(at("decide_place", event.pk, place.pk, "eat")).status_code == 404

    assert officer.get(listed + "?state=confirmed&q=甲&came=no").status_code == 200
    csv = officer.get(at("participants_file", event.pk, "csv") + "?state=confirmed")
    assert "示例甲公司" in csv.content.decode("utf-8-sig")
    assert "示例乙公司" not in csv.content.decode("utf-8-sig")
    assert officer.get(at("participants_file", event.pk, "exe")).status_code == 404
    for name in ("badges", "door_list"):
        assert officer.get(at(name, event.pk)).content[:5] == b"%PDF-"


def test_the_desk_scans_types_searches_and_takes_back(town, officer, event):
    place = comes(town, event, "示例甲公司")
    link = at("checkin", place.token)

    assert "示例甲公司" in officer.get(link).content.decode()
    place.refresh_from_db()
    assert place.arrived_at is None
    assert officer.post(link).status_code == 200
    again = officer.post(at("desk_code", event.pk), {"code": place.code.lower()})
    assert timezone.localtime(Place.objects.get().arrived_at).strftime("%H:%M") in (
        again.content.decode()
    )
    officer.post(at("desk_undo", event.pk, place.pk))
    assert Place.objects.get().arrived_at is None
    officer.post(at("desk_listed", event.pk, place.pk))
    assert Place.objects.get().arrived_way == "list"
    assert officer.post(at("desk_code", event.pk), {"code": "???"}).status_code == 422
    found = officer.get(at("desk", event.pk) + "?q=甲", headers={"HX-Request": "true"})
    assert "<html" not in found.content.decode()
    assert browser(place.person).get(link).url == at("place", place.pk)
    assert browser(town.owner).get(link).status_code == 404
    assert browser(town.jimo_officer).get(at("desk", event.pk)).status_code == 404


def test_a_paper_list_is_uploaded_and_answered_row_by_row(town, officer, event):
    place = comes(town, event, "示例甲公司")
    file = SimpleUploadedFile("l.csv", f"码,到\n{place.code},1\n".encode("gb18030"), "text/csv")
    shown = officer.post(at("paper_list", event.pk), {"file": file})
    assert Place.objects.get().arrived_way == "paper"
    assert place.code in shown.content.decode()
    empty = SimpleUploadedFile("l.csv", b"nobody", "text/csv")

    assert officer.post(at("paper_list", event.pk), {"file": empty}).status_code == 422
    assert officer.post(at("paper_list", event.pk)).status_code == 422


def test_an_edition_is_asked_for_made_and_taken(town, officer, event):
    place = comes(town, event, "示例甲公司")
    Place.objects.update(in_brochure=True)
    officer.post(at("ask_brochure", event.pk), {"language": "zh-hans"})
    made = event.brochures.get()
    make_brochure.func(made.pk)

    page = officer.get(at("brochure", event.pk)).content.decode()
    file = officer.get(at("edition", event.pk, made.pk)).content

    assert place.organisation_name in page
    assert file[:5] == b"%PDF-"


def test_lists_ask_the_same_for_one_row_and_for_three(town, officer, event):
    comes(town, event, "示例甲公司")
    pages = [at("participants", event.pk), at("managed"), at("index"), at("invitations", event.pk)]
    one = [queries_of(officer, page) for page in pages]
    for name in ("乙", "丙"):
        comes(town, announced(town, **TIMES), name)
        comes(town, event, f"示例{name}公司")

    assert [queries_of(officer, page) for page in pages] == one
