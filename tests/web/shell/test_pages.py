"""How pages answer: the stamp, refusals, parts, sessions that ended, doubled and stale forms."""

from uuid import uuid4

import pytest
from django.db import InterfaceError
from django.test import Client, RequestFactory

from citystage.foundation.access import submissions
from citystage.foundation.access.models import Grant, Submission
from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import Unit
from citystage.web.shell.once import fresh_key
from citystage.web.shell.pages import wants_part

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.urls")]
HTMX = {"hx-request": "true"}


def test_an_open_page_knows_the_visitor_as_nobody(visitor):
    response = visitor.get("/t/who/")

    assert response.content == b"None None web"


def test_a_page_acts_in_the_hat_that_was_chosen(town, officer):
    Grant.objects.create(user=town.officer, role=Role.DEMAND_OWNER, unit=town.firm)

    before = officer.get("/t/who/").content.decode()
    officer.post("/hat/", {"unit": town.firm.pk, "next": "/t/who/"})
    after = officer.get("/t/who/").content.decode()
    officer.post("/hat/", {"unit": town.city.pk})

    assert before == f"{town.officer.pk} 崂山区 web"
    assert after == f"{town.officer.pk} 示例港口集团 web"
    assert officer.get("/t/who/").content.decode() == after


def test_a_refusal_is_a_page_with_its_reason(visitor):
    response = visitor.get("/t/refuse/", headers={"referer": "/scenarios/"})

    assert response.status_code == 409
    assert "The window has closed." in response.content.decode()
    assert 'href="/scenarios/"' in response.content.decode()


def test_a_refusal_for_script_is_a_notice_above_the_untouched_page(visitor):
    response = visitor.get("/t/forbid/", headers=HTMX)

    assert response.status_code == 403
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()
    assert "Only the district may." in response.content.decode()


def test_a_boosted_link_gets_the_whole_page(visitor):
    response = visitor.get("/lists/", headers=HTMX | {"hx-boosted": "true"})

    assert "<html" in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_a_request_without_script_wants_no_part():
    assert not wants_part(RequestFactory().get("/"))


def test_a_form_sent_twice_acts_once(town, officer):
    form = {"name": "新名称", "_once": fresh_key(), "_version": town.jimo.ordinal}
    address = f"/t/rename/{town.jimo.pk}/"

    first = officer.post(address, form)
    second = officer.post(address, form)

    assert (first.status_code, first["Location"]) == (302, "/renamed/1/")
    assert (second.status_code, second["Location"]) == (302, "/renamed/1/")
    assert Unit.objects.get(pk=town.jimo.pk).ordinal == 1


def test_a_faulty_form_gives_its_key_back(town, officer):
    key = fresh_key()
    address = f"/t/rename/{town.jimo.pk}/"

    faulty = officer.post(address, {"name": "x", "_once": key})
    mended = officer.post(address, {"name": "新名称", "_once": key})

    assert (faulty.status_code, mended.status_code) == (422, 302)


def test_a_fault_gives_the_key_back(visitor):
    visitor.raise_request_exception = False

    response = visitor.post("/t/fault/", {"_once": fresh_key()})

    assert response.status_code == 500
    assert Submission.objects.count() == 0


def test_a_key_that_is_no_key_is_not_looked_at(visitor):
    response = visitor.post("/t/who/", {"_once": "x"})

    assert response.status_code == 200


def test_another_persons_key_tells_nothing(town, officer, monkeypatch):
    monkeypatch.setattr("citystage.web.shell.once.PATIENCE", 0.0)
    key = uuid4()
    submissions.begin(key, user_id=town.owner.pk, path="/t/who/")
    submissions.finish(key, submissions.Answer(200, {}, "secret"))

    response = officer.post("/t/who/", {"_once": str(key)})

    assert response.status_code == 409
    assert "secret" not in response.content.decode()


def test_a_large_answer_is_not_kept_but_its_status_is(visitor, monkeypatch):
    monkeypatch.setattr("citystage.web.shell.once.MOST", 3)
    key = fresh_key()

    visitor.post("/t/who/", {"_once": key})
    second = visitor.post("/t/who/", {"_once": key})

    assert (second.status_code, second.content) == (200, b"")


def test_old_keys_are_swept(visitor, monkeypatch):
    visitor.post("/t/who/", {"_once": fresh_key()})
    monkeypatch.setattr(submissions, "LIFE", submissions.LIFE * 0)

    assert submissions.sweep() == 1


def test_a_stale_form_is_told_so(town, officer):
    address = f"/t/rename/{town.jimo.pk}/"
    officer.post(address, {"name": "先到一步", "_version": "0"})

    late = officer.post(address, {"name": "后到一步", "_version": "0"})

    assert late.status_code == 409
    assert Unit.objects.get(pk=town.jimo.pk).name == "先到一步"


def test_what_was_typed_survives_the_end_of_the_session(town, visitor):
    address = f"/t/rename/{town.jimo.pk}/?from=list"
    typed = {"name": "写了很久的名称", "password": "secret", "_version": "0"}

    sent = visitor.post(address, typed)
    visitor.force_login(town.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = visitor.get("/kept/").content.decode()
    again = visitor.get("/kept/")

    assert sent.status_code == 302
    assert sent["Location"].endswith("next=%2Fkept%2F")
    assert f'action="{address}"' in kept
    assert 'name="name" value="写了很久的名称"' in kept
    assert "secret" not in kept
    assert again.status_code == 302


def test_reading_without_a_session_leads_back_after_signing_in(visitor, town):
    read = visitor.get(f"/t/rename/{town.jimo.pk}/")
    kept = visitor.get("/kept/")
    scripted = visitor.post(f"/t/rename/{town.jimo.pk}/", {"name": "x"}, headers=HTMX)

    assert read["Location"].endswith(f"next=%2Ft%2Frename%2F{town.jimo.pk}%2F")
    assert kept["Location"].endswith("next=%2Fkept%2F")
    assert (scripted.status_code, scripted["HX-Redirect"]) == (204, kept["Location"])


def test_a_form_too_large_to_carry_is_not_sent_away(town, visitor, monkeypatch):
    monkeypatch.setattr("citystage.web.shell.kept.MOST", 10)

    response = visitor.post(f"/t/rename/{town.jimo.pk}/", {"name": "x" * 20})

    assert response.status_code == 413


def test_a_form_with_an_old_token_is_kept_and_offered_again(town):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    own = client.post("/t/who/", {"name": "写好的"}, headers={"origin": "http://testserver"})
    foreign = client.post(
        "/t/who/", {"name": "别处写的"}, headers={"origin": "http://evil.example"}
    )
    bare = client.post("/t/who/", {"name": "别处写的"})

    assert (own.status_code, foreign.status_code, bare.status_code) == (403, 403, 403)
    assert "写好的" in own.content.decode()
    assert "别处写的" not in foreign.content.decode() + bare.content.decode()


def test_without_a_database_a_page_says_so(visitor, monkeypatch):
    def gone(*_args, **_kwargs):
        raise InterfaceError("gone")

    monkeypatch.setattr("citystage.web.shell.context.cities", gone)
    visitor.raise_request_exception = False

    response = visitor.get("/t/refuse/")

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


@pytest.mark.parametrize("address", ["/nowhere/", "/scenarios/QD-1999-99999/", "/lists/x/y/"])
def test_what_is_not_there_is_not_found(visitor, address):
    response = visitor.get(address)

    assert response.status_code == 404
