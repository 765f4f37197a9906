"""Filing a need: the pages a demand owner walks through."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from citystage.foundation.access.models import Submission
from citystage.stages.intake.actions.make_form_version import make_form_version
from citystage.stages.intake.actions.return_ import return_
from citystage.stages.intake.models import Application, Editor
from citystage.stages.intake.states import ApplicationState as State
from tests.intake.acting import NEED, drafted, recommended, submitted
from tests.intake.forming.samples import EVERYTHING
from tests.web.company.conftest import sign_in, signed_in
from tests.web.queries import MOST, queries_of

FILE = "/company/file/"


def page_of(response):
    return response.content.decode()


def test_needs_teaches_when_it_is_empty(browser):
    found = browser.get(FILE)

    assert found.status_code == 200
    assert "Nothing filed yet" in page_of(found)


def test_needs_takes_the_same_queries_for_one_row_and_three(town, browser):
    drafted(town)
    one = queries_of(browser, FILE)
    drafted(town)
    drafted(town)

    assert queries_of(browser, FILE) == one <= MOST
    assert page_of(browser.get(FILE)).count('<th scope="row">') == 3


def test_calls_lead_to_the_questions_of_intake(town, browser):
    calls = page_of(browser.get(FILE + "calls/"))
    form = page_of(browser.get(f"{FILE}calls/{town.call.pk}/"))

    assert f'href="{FILE}calls/{town.call.pk}/"' in calls
    assert 'name="title"' in form
    assert 'name="goals"' not in form
    assert "for another, who has agreed" not in form


def test_a_call_of_another_kind_says_why_it_cannot_be_answered(town, browser):
    town.call.eligible_kinds = ["university"]
    town.call.save()

    assert "not open to units of your kind" in page_of(browser.get(FILE + "calls/"))
    assert 'name="title"' not in page_of(browser.get(f"{FILE}calls/{town.call.pk}/"))


def test_begin_saves_whatever_is_there_and_goes_on_in_the_editor(town, browser):
    sent = browser.post(
        f"{FILE}calls/{town.call.pk}/", {"title": "港区无人集卡", "recommender": ""}
    )

    one = Application.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"{FILE}{one.pk}/edit/")
    assert (one.state, one.title) == (State.DRAFT, "港区无人集卡")


def test_begin_keeps_ten_megabytes_in_a_title_and_says_the_limit(town, browser):
    title = "字" * (10 * 1024 * 1024 // 3)

    sent = browser.post(f"{FILE}calls/{town.call.pk}/", {"title": title, "need": "需求"})

    assert sent.status_code == 422
    assert f"At most 200 characters; this has {len(title):,}." in page_of(sent)
    assert title in page_of(sent)
    assert Application.objects.count() == 0


def test_begin_pressed_twice_files_once(town, browser):
    form = {"title": "港", "_once": "6f1c2b1e-7f0a-4c57-9d2e-0d8f5a3b1c2d"}

    first = browser.post(f"{FILE}calls/{town.call.pk}/", form)
    second = browser.post(f"{FILE}calls/{town.call.pk}/", form)

    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1
    assert Submission.objects.count() == 1


def test_begin_for_another_needs_a_name_and_consent(town):
    officer = signed_in(town.officer)
    address = f"{FILE}calls/{town.call.pk}/"
    form = {"title": "港", "for": "other", "recommender": str(town.transport.pk)}

    refused = officer.post(address, form)
    taken = officer.post(address, form | {"for_name": "示例农场", "consent": "电话同意"})

    assert refused.status_code == 422
    assert "Name the third party" in page_of(refused)
    assert taken.status_code == 302
    one = Application.objects.get()
    assert (one.owner_name, one.recommender) == ("示例农场", town.transport)


def test_a_recommender_that_does_not_exist_is_not_found(town, browser):
    form = {"title": "港", "recommender": "999999"}

    assert browser.post(f"{FILE}calls/{town.call.pk}/", form).status_code == 404


def test_a_form_sent_after_the_session_ended_is_offered_again(town, client):
    sent = client.post(f"{FILE}calls/{town.call.pk}/", {"title": "港区无人集卡"})

    sign_in(client, town.owner)
    kept = client.get("/kept/")

    assert sent.status_code == 302
    assert "港区无人集卡" in page_of(kept)


def test_edit_saves_a_revision_and_keeps_the_other_answers(town, browser):
    one = drafted(town)

    sent = browser.post(
        f"{FILE}{one.pk}/edit/", {"_version": "1", "goals": "每小时30箱", "note": "补充"}
    )

    one.refresh_from_db()
    assert sent["Location"] == f"{FILE}{one.pk}/edit/"
    assert one.answers == NEED | {"goals": "每小时30箱"}
    assert "Saved as revision 2." in page_of(browser.get(sent["Location"]))


def test_edit_of_a_stale_form_says_who_changed_what_and_keeps_what_was_typed(town, browser):
    one = drafted(town)
    browser.post(f"{FILE}{one.pk}/edit/", {"_version": "1", "need": "别人的文字"})

    sent = browser.post(f"{FILE}{one.pk}/edit/", {"_version": "1", "need": "我的文字"})
    page = page_of(sent)

    assert sent.status_code == 409
    assert "Changed: What is wanted" in page
    assert "我的文字" in page
    assert 'name="_version" value="2"' in page
    again = browser.post(f"{FILE}{one.pk}/edit/", {"_version": "2", "need": "我的文字"})
    assert again.status_code == 302


def test_edit_shows_what_cannot_be_read_beside_its_field(town, browser):
    one = drafted(town)

    sent = browser.post(f"{FILE}{one.pk}/edit/", {"_version": "1", "title": "长" * 201})

    assert sent.status_code == 422
    assert "At most 200 characters; this has 201." in page_of(sent)


def test_edit_goes_on_to_submit_when_asked(town, browser):
    one = drafted(town)

    sent = browser.post(f"{FILE}{one.pk}/edit/", {"_version": "1", "do": "submit"})

    assert sent["Location"] == f"{FILE}{one.pk}/submit/"


def test_edit_is_refused_while_the_recommender_reads(town, browser):
    one = submitted(town)

    assert browser.get(f"{FILE}{one.pk}/edit/").status_code == 403


def test_what_lies_out_of_reach_is_not_found(town):
    one = drafted(town)
    stranger = signed_in(town.jimo_officer)

    pages = ["", "edit/", "submit/", "revisions/", "files/1/"]

    assert [stranger.get(f"{FILE}{one.pk}/{rest}").status_code for rest in pages] == [404] * 5
    assert stranger.post(f"{FILE}{one.pk}/withdraw/").status_code == 404


def test_autosave_answers_with_the_new_version_only(town, browser):
    one = drafted(town)
    form = {"_version": "1", "need": "边写边存"}

    saved = browser.post(f"{FILE}{one.pk}/edit/autosave/", form, headers={"HX-Request": "true"})
    outrun = browser.post(f"{FILE}{one.pk}/edit/autosave/", form, headers={"HX-Request": "true"})
    wrong = browser.post(
        f"{FILE}{one.pk}/edit/autosave/",
        {"_version": "2", "title": "长" * 999},
        headers={"HX-Request": "true"},
    )

    assert (saved.status_code, outrun.status_code, wrong.status_code) == (200, 409, 422)
    assert 'name="_version" value="2"' in page_of(saved)
    assert "somebody else has changed this" in page_of(outrun)
    assert "Not saved yet: Scenario title" in page_of(wrong)
    assert "<html" not in page_of(saved)


@pytest.fixture
def everything(town):
    town.call.form = make_form_version(
        town.city,
        code="all",
        title="全",
        title_en="All",
        definition=EVERYTHING,
        stamp=town.stamp(town.city_officer),
    )
    town.call.save()
    return town


def test_shape_shows_what_an_answer_opens_and_saves_nothing(everything, browser):
    address = f"{FILE}calls/{everything.call.pk}/shape/"

    closed = browser.post(address, {"known": "open"}, headers={"HX-Request": "true"})
    opened = browser.post(address, {"known": "settled"}, headers={"HX-Request": "true"})

    assert 'name="budget"' not in page_of(closed)
    assert 'name="budget"' in page_of(opened)
    assert Application.objects.count() == 0
    one = drafted(everything, {"title": "港"})
    shaped = browser.post(
        f"{FILE}{one.pk}/edit/shape/", {"reserved": "yes"}, headers={"HX-Request": "true"}
    )
    assert 'name="why"' in page_of(shaped)


def test_every_kind_of_question_is_drawn_sent_and_drawn_again(
    everything, browser, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    one = drafted(everything, {"title": "港", "need": "需"})
    sent = browser.post(
        f"{FILE}{one.pk}/edit/",
        {
            "_version": "1",
            "_asked": ["modes", "papers"],
            "known": "settled",
            "modes": ["open"],
            "sites": "12",
            "budget": "260",
            "day": "2027-03-01",
            "term_of_work.from": "2027-03-01",
            "term_of_work.until": "2027-08-31",
            "place": "jimo",
            "area": "port",
            "person.name": "张三",
            "person.phone": "0532-55501234",
            "papers.new": SimpleUploadedFile("图纸.pdf", b"%PDF"),
            "reserved": "no",
        },
    )
    one.refresh_from_db()
    page = page_of(browser.get(sent["Location"]))
    (file,) = one.attachments.all()

    assert one.answers["budget"] == 260_000_000
    assert one.answers["person"]["name"] == "张三"
    assert one.recommender == everything.jimo
    assert 'value="260"' in page
    assert "图纸.pdf" in page
    got = browser.get(f"{FILE}{one.pk}/files/{file.pk}/")
    assert got.content == b"%PDF"
    assert got["Content-Disposition"].startswith("attachment")
    (tmp_path / file.file.name).unlink()
    assert browser.get(f"{FILE}{one.pk}/files/{file.pk}/").status_code == 404


def test_submit_names_what_is_missing_and_submits_what_was_shown(town, browser):
    short = drafted(town, {"title": "港"})
    page = page_of(browser.get(f"{FILE}{short.pk}/submit/"))
    refused = browser.post(f"{FILE}{short.pk}/submit/", {"_version": "1"})
    whole = drafted(town)
    outrun = browser.post(f"{FILE}{whole.pk}/submit/", {"_version": "0"})

    sent = browser.post(f"{FILE}{whole.pk}/submit/", {"_version": "1"})

    whole.refresh_from_db()
    assert "These answers are needed before submitting" in page
    assert (refused.status_code, outrun.status_code, sent.status_code) == (422, 409, 302)
    assert whole.state == State.SUBMITTED


def test_need_shows_the_reason_of_a_return(town, browser):
    one = submitted(town)
    return_(one, reason="请写明数量。", stamp=town.stamp())

    page = page_of(browser.get(f"{FILE}{one.pk}/"))

    assert "请写明数量。" in page
    assert f"{FILE}{one.pk}/edit/" in page


def test_withdraw_asks_for_a_reason_and_restore_makes_a_draft(town, browser):
    one = recommended(town)

    refused = browser.post(f"{FILE}{one.pk}/withdraw/", {"reason": " "})
    browser.post(f"{FILE}{one.pk}/withdraw/", {"reason": "项目取消。"})
    withdrawn = page_of(browser.get(f"{FILE}{one.pk}/"))
    browser.post(f"{FILE}{one.pk}/restore/")

    one.refresh_from_db()
    assert refused.status_code == 422
    assert "Restore as a draft" in withdrawn
    assert one.state == State.DRAFT


def test_editors_are_invited_and_removed(town, browser):
    one = drafted(town)

    wrong = browser.post(f"{FILE}{one.pk}/editors/", {"email": "nobody"})
    browser.post(f"{FILE}{one.pk}/editors/", {"email": "guest@example.invalid"})
    editor = Editor.objects.get()
    page = page_of(browser.get(f"{FILE}{one.pk}/"))
    browser.post(f"{FILE}{one.pk}/editors/{editor.pk}/remove/")

    assert wrong.status_code == 422
    assert "guest@example.invalid" in page
    assert Editor.objects.count() == 0


def test_revisions_compare_any_two(town, browser):
    one = drafted(town)
    browser.post(f"{FILE}{one.pk}/edit/", {"_version": "1", "need": "码头需要有人驾驶集卡。"})

    page = page_of(browser.get(f"{FILE}{one.pk}/revisions/?first=1&second=2"))
    same = page_of(browser.get(f"{FILE}{one.pk}/revisions/?first=2&second=2"))
    gone = browser.get(f"{FILE}{one.pk}/revisions/?first=1&second=99")

    assert "<del>" in page
    assert "<ins>" in page
    assert "The two revisions say the same." in same
    assert gone.status_code == 404


def test_the_rail_counts_what_waits_for_its_editors(town, browser):
    drafted(town)
    submitted(town)

    assert "My applications" in page_of(browser.get(FILE))
