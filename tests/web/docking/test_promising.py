"""Promises and minutes, clicked as people click them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citystage.stages.docking.models import Promise
from tests.web.bureau.people import browser
from tests.web.docking.clicking import note, post


def test_a_promise_is_noted_confirmed_reported_and_kept(town, maker):
    company, clerk = browser(maker[1]), browser(town.clerk)
    noted = note(company)
    promise = Promise.objects.get()
    address = reverse("docking:promise", args=[promise.pk])

    assert (noted["Location"], promise.giver, promise.taker) == (
        address,
        maker[0].seat,
        town.transport,
    )
    assert "提供两台样机" in clerk.get(reverse("work:home")).text
    corrected = post(
        clerk,
        "promise_step",
        promise.pk,
        "correct",
        version=1,
        what="提供三台样机",
        due_on=promise.due_on.isoformat(),
    )
    assert corrected.status_code == 302
    assert post(company, "promise_step", promise.pk, "confirm", version=1).status_code == 409
    assert post(company, "promise_step", promise.pk, "confirm", version=2).status_code == 302
    paper = SimpleUploadedFile("照片.png", b"\x89PNG\r\n\x1a\n....")
    post(company, "promise_step", promise.pk, "report", words="已送达", papers=paper)
    page = clerk.get(address).text
    assert "照片.png" in page
    proof = promise.proofs.get()
    sent = clerk.get(reverse("docking:promise_proof", args=[promise.pk, proof.pk]))
    assert sent["Content-Disposition"].startswith("attachment")
    assert post(clerk, "promise_step", promise.pk, "accept").status_code == 302
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_they_promised_us_turns_the_sides(town, maker):
    note(browser(maker[1]), direction="theirs")

    assert Promise.objects.get().giver == town.transport


def test_a_stranger_or_oneself_is_no_other_side(town, maker):
    company = browser(maker[1])

    assert "Nobody of this name" in note(company, other="没有这家").text
    assert "between two sides" in note(company, other="示例机器人公司").text
    assert Promise.objects.count() == 0


def test_denied_dropped_and_given_with_reasons(town, maker):
    company, clerk = browser(maker[1]), browser(town.clerk)
    note(company)
    promise = Promise.objects.get()

    assert post(clerk, "promise_step", promise.pk, "deny", reason="").status_code == 422
    post(clerk, "promise_step", promise.pk, "confirm", version=1)
    given = post(company, "promise_step", promise.pk, "give", person="maker")
    assert given.status_code == 302
    assert post(company, "promise_step", promise.pk, "give", person="").status_code == 422
    post(company, "promise_step", promise.pk, "drop", reason="样机损坏")
    assert "样机损坏" in clerk.get(reverse("docking:promise", args=[promise.pk])).text


def test_minutes_write_themselves_as_page_pdf_and_word(town, maker):
    scenario = town.scenario()
    company = browser(maker[1])
    address = reverse("docking:note_promise") + f"?scenario={scenario.number}"
    said = {
        "direction": "ours",
        "ours": "示例机器人公司",
        "other": "市交通运输局",
        "what": "提供两台样机",
        "due_on": "2027-01-01",
    }
    assert company.post(address, said).status_code == 302

    page = company.get(reverse("docking:minutes_of_scenario", args=[scenario.number]))
    assert "提供两台样机" in page.text
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        made = company.get(reverse("docking:scenario_minutes", args=[scenario.number, kind]))
        assert made.content.startswith(begins)
    wrong = reverse("docking:scenario_minutes", args=[scenario.number, "txt"])
    assert company.get(wrong).status_code == 404
    assert company.get(reverse("docking:minutes_of_event", args=[999])).status_code == 404


def test_the_list_of_promises_is_cut_and_exported(town, maker):
    company = browser(maker[1])
    note(company)
    listed = reverse("docking:promises")

    assert "提供两台样机" in company.get(f"{listed}?box=given&state=noted&q=样机&sort=new").text
    assert "No promise matches" in company.get(f"{listed}?box=taken").text
    assert "No promise matches" in company.get(f"{listed}?box=overdue").text
    assert company.get(reverse("docking:promises_export", args=["csv"])).status_code == 200
