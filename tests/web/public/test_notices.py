"""Public notices, objecting to them, and the receipt that answers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.access.models import Submission
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel import remembering
from citystage.stages.selection.actions.decide_objection import not_admit
from citystage.stages.selection.models import Notice, Objection
from tests.selection import deciding
from tests.web.queries import queries_of


@pytest.fixture
def notice(town):
    return running(town)


def running(town, number=2, **terms):
    made = deciding.noticed(town, number, **terms)
    now = timezone.now()
    Notice.objects.filter(pk=made.pk).update(
        posted_at=now - timedelta(hours=1), until=now + timedelta(days=5, hours=2)
    )
    made.refresh_from_db()
    return made


def _said(client, notice, **said):
    page = client.get(reverse("public:object", args=[notice.number]))
    known = {
        "candidacy": deciding.in_notice(notice)[0].pk,
        "ground": "facts",
        "argument": "材料与事实不符。",
        "remedy": "remove",
        "way": "anonymous",
        "receipt": page.context["form"].initial["receipt"],
    }
    return known | said


def _object(client, notice, **said):
    return client.post(
        reverse("public:object", args=[notice.number]), _said(client, notice, **said)
    )


def test_a_notice_says_what_is_proposed_how_long_and_how_to_object(client, notice):
    page = client.get(reverse("public:notice", args=[notice.number]))

    text = page.content.decode()
    assert page.context["left"].days == 5
    assert reverse("public:object", args=[notice.number]) in text
    assert "示例港口集团" in text
    assert client.get(reverse("public:notices")).status_code == 200
    assert client.get("/public-notices/none/").status_code == 404


def test_the_feed_tells_each_notice_once(client, notice):
    feed = client.get(reverse("public:notice_feed"))

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 1
    assert notice.number in feed.content.decode()


def test_a_notice_tells_when_holidays_are_not_known_yet(client, town, notice):
    value = {"years": [{"year": 2020, "holidays": [], "worked": []}]}
    PackSetting.objects.create(city=town.city, name="calendar", version=1, value=value)
    remembering.forget_everything()

    page = client.get(reverse("public:notice", args=[notice.number]))

    assert page.context["left"].certain is False


def test_an_anonymous_objection_by_a_signed_in_person_ties_nothing_to_them(client, town, notice):
    client.force_login(town.owner)

    sent = _object(client, notice)

    made = Objection.objects.get()
    assert (made.filed_by, made.name) == (None, "")
    assert Submission.objects.count() == 0
    # The receipt is told on the page that answers, which is kept nowhere.
    assert (sent.status_code, "no-store" in sent["Cache-Control"]) == (200, True)
    assert sent["Referrer-Policy"] == "no-referrer"
    assert made.receipt[:4] in sent.content.decode()


def test_sent_twice_it_is_one_objection(client, notice):
    said = _said(client, notice)
    address = reverse("public:object", args=[notice.number])

    first, again = client.post(address, said), client.post(address, said)

    made = Objection.objects.get()
    assert [one.context["objection"] for one in (first, again)] == [made, made]
    assert Objection.objects.count() == 1


def test_the_form_says_what_is_missing(client, notice):
    page = _object(client, notice, way="named", argument="", receipt="forged")

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"argument", "name", "receipt"}


def test_evidence_is_checked_and_kept(client, notice, tmp_path):
    good = SimpleUploadedFile("证据.pdf", b"%PDF-1.7", "application/pdf")
    bad = SimpleUploadedFile("证据.pdf", b"<html>", "application/pdf")

    with override_settings(MEDIA_ROOT=tmp_path):
        refused = _object(client, notice, papers=[bad])
        large = _object(
            client, notice, papers=[SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * 11_000_000)]
        )
        taken = _object(client, notice, papers=[good])

    assert [one.status_code for one in (refused, large, taken)] == [422, 422, 200]
    assert Objection.objects.get().papers.get().name == "证据.pdf"
    assert "证据.pdf" in taken.content.decode()


def test_only_the_ways_of_the_terms_are_offered(client, town):
    notice = running(town, 1, notice={"objections": "named"})

    page = client.get(reverse("public:object", args=[notice.number]))

    assert [value for value, _ in page.context["form"].fields["way"].choices] == ["named"]
    assert _object(client, notice).status_code == 422
    assert _object(client, notice, way="named", name="张三").status_code == 200


def test_after_the_end_nobody_objects(client, notice):
    now = timezone.now()
    Notice.objects.update(posted_at=now - timedelta(days=9), until=now - timedelta(days=1))

    sent = client.get(reverse("public:object", args=[notice.number]))

    assert sent["Location"] == reverse("public:notice", args=[notice.number])
    assert "/object/" not in client.get(sent["Location"]).content.decode()


def test_a_receipt_opens_its_objection_however_it_is_typed(client, notice):
    _object(client, notice)
    receipt = Objection.objects.get().receipt
    typed = "-".join(receipt[at : at + 4].lower() for at in range(0, 24, 4))

    wrong = client.post(reverse("public:objections"), {"receipt": "NONE"})
    right = client.post(reverse("public:objections"), {"receipt": f" {typed} "})

    assert client.get(reverse("public:objections")).status_code == 200
    assert wrong.status_code == 422
    assert right.context["objection"].receipt == receipt
    # No address opens an objection: addresses are written down on the way.
    assert client.get(f"/objections/{receipt}/").status_code == 404


def test_the_anonymous_read_their_answer_and_appeal_with_the_receipt(client, town, notice):
    _object(client, notice)
    made = Objection.objects.get()
    address, held = reverse("public:objection_appeal"), {"held": made.receipt}
    early = client.post(address, held).status_code
    not_admit(made, answer="没有证据。", stamp=town.stamp(town.city_officer, at=timezone.now()))

    receipt = {"receipt": made.receipt}
    page = client.post(reverse("public:objections"), receipt).content.decode()
    form = client.post(address, held)
    said = _said(client, notice, receipt=form.context["form"].initial["receipt"]) | held
    wrong = client.post(address, {**said, "argument": ""})
    sent = client.post(address, said)

    assert (early, wrong.status_code, sent.status_code) == (409, 422, 200)
    assert client.get(address)["Location"] == reverse("public:objections")
    assert "没有证据。" in page
    appeal = Objection.objects.get(appeal_of=made)
    assert sent.context["objection"] == appeal
    again = client.post(reverse("public:objections"), receipt).content.decode()
    assert address not in again


def test_an_objection_is_withdrawn_with_its_receipt(client, notice):
    _object(client, notice)
    made = Objection.objects.get()

    client.post(reverse("public:objection_withdraw"), {"held": made.receipt})

    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_notice_asks_as_much_for_many_as_for_one(client, town):
    one = running(town, 1)
    many = deciding.ready(town, 4)
    voters = [voter.user for voter in one.ballot.voters.select_related("user")]
    ballot, _ = deciding.opened(town, many, people=voters)
    for item in ballot.items.all():
        for person in voters:
            deciding.cast_vote(item, choice="for", words="", stamp=town.stamp(person))
    stamp = town.stamp(town.city_officer)
    deciding.close_ballot(ballot, stamp=stamp)
    two = deciding.apply_ballot(ballot, title="公示", text="", stamp=stamp)

    pages = [reverse("public:notice", args=[each.number]) for each in (one, two)]

    assert queries_of(client, pages[0]) == queries_of(client, pages[1])
