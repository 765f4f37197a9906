"""The outbox in the browser: read, hold, send now, cancel."""

import pytest

from citystage.foundation.notices.models import Mail
from tests.conftest import NOON
from tests.web.company.conftest import signed_in


@pytest.fixture
def keeper(town):
    return signed_in(town.city_officer)


@pytest.fixture
def mail(db):
    return Mail.objects.create(
        to="a@example.invalid", subject="新场景", body="正文", due_at=NOON, queued_at=NOON
    )


def act(keeper, mail, verb):
    return keeper.post(f"/operator/outbox/{mail.pk}/{verb}/")


def test_a_mail_is_read_before_it_is_sent(keeper, mail):
    index = keeper.get("/operator/outbox/", {"q": "新场景"}).content.decode()
    page = keeper.get(f"/operator/outbox/{mail.pk}/").content.decode()

    assert "a@example.invalid" in index
    assert "正文" in page
    assert "Hold back" in page


def test_a_mail_is_held_sent_and_cancelled(keeper, mail):
    held = act(keeper, mail, "hold")
    mail.refresh_from_db()
    due = mail.due_at
    kinds = keeper.get("/operator/outbox/", {"kind": "held"}).context["kinds"]
    act(keeper, mail, "send")
    act(keeper, mail, "cancel")
    late = act(keeper, mail, "send")

    mail.refresh_from_db()
    assert (held.status_code, due, late.status_code) == (302, None, 409)
    assert [number for name, _label, number, _url in kinds if name == "held"] == [1]
    assert mail.cancelled_at is not None


def test_an_unknown_act_and_a_stranger_are_turned_away(town, keeper, mail):
    stranger = signed_in(town.owner)

    assert act(keeper, mail, "burn").status_code == 404
    assert stranger.get("/operator/outbox/").status_code == 403
    assert stranger.get(f"/operator/outbox/{mail.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sent_at": NOON}, "sent"),
        ({"cancelled_at": NOON}, "cancelled"),
        ({"due_at": None}, "held back"),
        ({"attempts": 2, "error": "no such box"}, "2 attempts"),
        ({"in_digest": True}, "waits for the daily mail"),
    ],
)
def test_the_state_of_a_mail_is_said(keeper, mail, fields, words):
    Mail.objects.update(**fields)

    text = keeper.get(f"/operator/outbox/{mail.pk}/").content.decode()

    assert words in text


def test_an_empty_outbox_teaches(keeper):
    assert "No mail of this kind" in keeper.get("/operator/outbox/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_outbox_asks_the_same_for_any_number(keeper, mail, number, django_assert_num_queries):
    for _ in range(number - 1):
        Mail.objects.create(to="b@example.invalid", subject="x", body="y", queued_at=NOON)
    keeper.get("/operator/outbox/")

    with django_assert_num_queries(QUERIES):
        keeper.get("/operator/outbox/")


QUERIES = 8
