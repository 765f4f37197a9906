"""Decisions, notices and objections at the office and with the voters, page by page."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.ledger.models import Entry
from citystage.stages.selection.models import Ballot, Notice, Vote
from citystage.stages.selection.objecting import fresh_receipt
from tests.selection import deciding
from tests.web.queries import queries_of


@pytest.fixture
def office(client, town):
    client.force_login(town.city_officer)
    return client


def _address(name, *args):
    return reverse(f"bureau:{name}", args=args)


def test_a_decision_is_taken_from_preparing_to_effect_in_the_browser(office, town, client):
    programme = deciding.ready(town, 2, places={"total": 1})
    people = deciding.voters(town)
    listed = _address("selection_ballots", programme.pk)

    made = office.post(listed, {"title": "评审委员会表决"})
    ballot = Ballot.objects.get()
    steps = {
        "voters": {"people": [one.pk for one in people], "chair": people[0].pk},
        "reasons": {"reason": "名额已满。"},
        "open": {},
    }
    for verb, said in steps.items():
        sent = office.post(_address("selection_ballot_act", programme.pk, ballot.pk, verb), said)
        assert sent.status_code == 302
    assert made["Location"] == _address("selection_ballot", programme.pk, ballot.pk)
    for person in people:
        client.force_login(person)
        page = client.get(reverse("work:vote", args=[ballot.pk]))
        assert page.status_code == 200
        for item in ballot.items.all():
            client.post(reverse("work:cast", args=[ballot.pk, item.pk]), {"choice": "for"})
    client.force_login(town.city_officer)
    act = _address("selection_ballot_act", programme.pk, ballot.pk, "close")
    assert client.post(act).status_code == 302
    page = client.get(_address("selection_ballot", programme.pk, ballot.pk)).content.decode()
    assert "名额已满。" in page
    act = _address("selection_ballot_act", programme.pk, ballot.pk, "apply")
    assert client.post(act, {"title": "", "text": ""}).status_code == 422
    assert client.post(act, {"title": "公示", "text": "现予公示。"}).status_code == 302
    assert list(programme.candidacies.values_list("state", flat=True)) == ["notice", "not_chosen"]
    assert client.get(_address("selection_ballot", programme.pk, ballot.pk)).status_code == 200
    assert client.get(_address("selection_notices", programme.pk)).status_code == 200
    assert client.get(listed).status_code == 200


def test_proposals_change_and_go(office, town):
    programme = deciding.ready(town)
    ballot, _ = deciding.prepared(town, programme)
    first, second = ballot.items.all()
    change = _address("selection_propose", programme.pk, ballot.pk, first.pk)

    wrong = office.post(change, {"proposal": "not_select", "reason": ""})
    right = office.post(change, {"proposal": "not_select", "reason": "条件不足。"})
    gone = office.post(_address("selection_drop", programme.pk, ballot.pk, second.pk))

    assert [one.status_code for one in (wrong, right, gone)] == [422, 302, 302]
    assert list(ballot.items.values_list("reason", flat=True)) == ["条件不足。"]
    again = office.post(_address("selection_drop", programme.pk, ballot.pk, second.pk))
    assert again.status_code == 404


def test_a_vote_goes_on_or_is_cancelled_with_a_reason(office, town):
    programme = deciding.ready(town)
    ballot = deciding.voted(town, programme)

    def act(verb, **said):
        address = _address("selection_ballot_act", programme.pk, ballot.pk, verb)
        return office.post(address, said).status_code

    assert [act("reopen"), act("reopen", reason="补充。"), act("cancel", reason="作废。")] == [
        422,
        302,
        302,
    ]
    assert act("dance") == 404
    assert act("open") == 409
    ballot.refresh_from_db()
    assert ballot.state == "cancelled"
    assert office.post(_address("selection_ballots", programme.pk), {}).status_code == 422


def test_an_officer_in_conflict_sees_that_and_why_and_nothing_else(office, town):
    programme = deciding.ready(town)
    ballot, _ = deciding.prepared(town, programme)
    first = programme.candidacies.get(number=1)
    first.application.title = "只有他人可见的项目"
    first.application.save()
    deciding.bar(town.city_officer, first)

    page = office.get(_address("selection_ballot", programme.pk, ballot.pk)).content.decode()

    assert "只有他人可见的项目" not in page
    assert "曾在申报单位任职。" in page
    assert "selection_ballot_act" not in page
    assert 'action="/bureau/selection/' in page
    assert f"/decision/{ballot.pk}/open/" not in page


def test_a_voter_in_conflict_sees_that_and_why(client, town):
    programme = deciding.ready(town)
    first = programme.candidacies.get(number=1)
    first.application.title = "只有他人可见的项目"
    first.application.save()
    ballot, people = deciding.opened(town, programme)
    deciding.bar(people[0], first)
    client.force_login(people[0])

    page = client.get(reverse("work:vote", args=[ballot.pk])).content.decode()

    assert "只有他人可见的项目" not in page
    assert "曾在申报单位任职。" in page
    item = ballot.items.get(candidacy=first)
    cast = client.post(reverse("work:cast", args=[ballot.pk, item.pk]), {"choice": "for"})
    assert cast.status_code == 409


def test_votes_wait_on_my_work_until_all_are_signed(client, town):
    ballot, people = deciding.opened(town, deciding.ready(town, 1))
    client.force_login(people[0])
    address = reverse("work:vote", args=[ballot.pk])

    before = client.get(reverse("work:home")).content.decode()
    wrong = client.post(
        reverse("work:cast", args=[ballot.pk, ballot.items.get().pk]), {"choice": "against"}
    )
    client.post(reverse("work:cast", args=[ballot.pk, ballot.items.get().pk]), {"choice": "for"})
    after = client.get(reverse("work:home")).content.decode()

    assert (address in before, wrong.status_code, address in after) == (True, 422, False)
    assert Vote.objects.count() == 1


def test_a_vote_is_open_to_its_voters_alone(client, town):
    ballot, people = deciding.prepared(town, deciding.ready(town))
    address = reverse("work:vote", args=[ballot.pk])

    client.force_login(people[0])
    early = client.get(address).status_code
    client.force_login(town.officer)

    assert (early, client.get(address).status_code) == (404, 404)
    office = _address("selection_ballot", ballot.programme_id, ballot.pk)
    assert client.get(office).status_code == 404


def _running(town, **terms):
    """A notice that runs at the real moment of the page."""
    notice = deciding.noticed(town, 2, **terms)
    now = timezone.now()
    Notice.objects.update(posted_at=now - timedelta(hours=1), until=now + timedelta(days=5))
    notice.refresh_from_db()
    return notice


def _objection(town, notice, **said):
    made = deciding.objected(town, notice, at=timezone.now(), **said)
    return _address("selection_objection", notice.programme_id, made.pk), made


def test_an_objection_is_taken_up_and_upheld_at_the_office(office, town, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        notice = _running(town)
        page, made = _objection(
            town,
            notice,
            anonymous=False,
            name="张三",
            evidence=[deciding.PDF],
        )
        first = office.get(page).content.decode()
        shown = office.post(f"{page}show-objector/").content.decode()
        paper = office.get(f"{page}papers/{made.papers.get().pk}/")
        content = paper.content
    acts = [
        office.post(f"{page}{verb}/", said).status_code
        for verb, said in (
            ("admit", {}),
            ("uphold", {"answer": ""}),
            ("uphold", {"answer": "情况属实。", "outcome": "overturned"}),
            ("dance", {}),
        )
    ]

    assert ("张三" in first, "张三" in shown) == (False, True)
    assert content == deciding.PDF.content
    assert "attachment" in paper["Content-Disposition"]
    assert acts == [302, 422, 302, 404]
    assert Entry.objects.filter(verb="selection.objection.objector_shown").count() == 1
    assert deciding.in_notice(notice)[0].state == "overturned"
    assert office.get(page).status_code == 200
    assert office.get(_address("selection_notices", notice.programme_id)).status_code == 200


def test_an_objection_is_hidden_from_an_officer_in_conflict(office, town):
    notice = _running(town)
    page, made = _objection(town, notice, argument="别人不该看见的话")
    deciding.bar(town.city_officer, made.candidacy)

    told = office.get(page).content.decode()
    listed = office.get(_address("selection_notices", notice.programme_id)).content.decode()

    assert "别人不该看见的话" not in told
    assert "曾在申报单位任职。" in told
    assert f"/objections/{made.pk}/" not in listed
    assert page not in office.get(reverse("work:home")).content.decode()


def test_nobody_else_reads_objections(client, town):
    notice = _running(town)
    page, _ = _objection(town, notice)

    for person in (town.officer, town.owner, town.clerk):
        client.force_login(person)
        assert client.get(page).status_code == 404


def test_time_passes_in_a_demonstration(office, town):
    notice = deciding.noticed(town, 1)
    address = _address("selection_notice_pass_time", notice.programme_id, notice.pk)
    Notice.objects.update(posted_at=timezone.now() - timedelta(hours=1))

    refused = office.post(address).status_code
    with override_settings(DEMO=True):
        page = office.get(_address("selection_notices", notice.programme_id)).content.decode()
        done = office.post(address).status_code

    assert (refused, address in page, done) == (403, True, 302)
    assert deciding.in_notice(notice)[0].state == "effective"


def test_links_of_notices_lead_to_the_page_of_the_reader(client, town):
    ballot, people = deciding.opened(town, deciding.ready(town, 1))
    page, made = _objection(town, _posted(town, people))
    go = reverse("shell:go", args=[f"selection.ballot:{ballot.pk}"])

    client.force_login(people[0])
    voter = client.get(go)["Location"]
    client.force_login(town.city_officer)
    officer = client.get(go)["Location"]
    objection = client.get(reverse("shell:go", args=[f"selection.objection:{made.pk}"]))["Location"]
    named = f"selection.notice:{made.notice_id}"
    notice = client.get(reverse("shell:go", args=[named]))["Location"]

    assert voter == reverse("work:vote", args=[ballot.pk])
    assert officer == _address("selection_ballot", ballot.programme_id, ballot.pk)
    assert objection == page
    assert notice == reverse("public:notice", args=[made.notice.number])


def _posted(town, people):
    ballot, _ = deciding.opened(town, deciding.ready(town, 1), people=people)
    item = ballot.items.get()
    for person in people:
        deciding.cast_vote(item, choice="for", words="", stamp=town.stamp(person))
    stamp = town.stamp(town.city_officer)
    deciding.close_ballot(ballot, stamp=stamp)
    notice = deciding.apply_ballot(ballot, title="公示", text="", stamp=stamp)
    now = timezone.now()
    Notice.objects.update(posted_at=now - timedelta(hours=1), until=now + timedelta(days=5))
    notice.refresh_from_db()
    return notice


@pytest.mark.parametrize("name", ["selection_ballots", "selection_notices"])
def test_lists_ask_as_much_for_many_as_for_one(office, town, name):
    one = _running(town).programme
    many = deciding.ready(town, 3)
    for _ in range(3):
        Ballot.objects.create(
            programme=many,
            title="表决",
            quorum=3,
            majority=0.5,
            made_by=town.city_officer,
            made_at=timezone.now(),
        )

    assert queries_of(office, _address(name, many.pk)) <= queries_of(office, _address(name, one.pk))


def test_a_ballot_asks_as_much_for_many_as_for_one(office, town):
    one, people = deciding.prepared(town, deciding.ready(town, 1))
    many, _ = deciding.prepared(town, deciding.ready(town, 4), people=people)

    pages = [_address("selection_ballot", each.programme_id, each.pk) for each in (one, many)]

    assert queries_of(office, pages[0]) == queries_of(office, pages[1])


def test_receipts_differ():
    assert len({fresh_receipt() for _ in range(50)}) == 50
