"""Intents and agreements, clicked as people click them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from citystage.stages.docking.models import Agreement, Intent
from tests.docking import tracking
from tests.web.bureau.people import browser
from tests.web.docking.clicking import deal, post


def test_an_intent_becomes_an_agreement_by_clicking(town, maker):
    company = browser(maker[1])
    assert post(company, "enter_intent", **deal(parties="一家")).status_code == 422
    assert post(company, "enter_intent", **deal(amount="面议")).status_code == 422
    post(company, "enter_intent", **deal())
    intent = Intent.objects.get()
    assert intent.amount == 80_000_000
    assert "采购样机" in company.get(reverse("docking:intents")).text

    turned = post(
        company,
        "intent_step",
        intent.pk,
        "turn",
        title="采购样机合同",
        amount="75万元",
        force="binding",
        signed_on=timezone.localdate().isoformat(),
        expires_on="",
        reason="试用达标",
    )

    made = Agreement.objects.get()
    assert turned.status_code == 302
    assert (made.amount, made.intent) == (75_000_000, intent)
    assert "采购样机合同" in company.get(reverse("docking:intent", args=[intent.pk])).text
    listed = company.get(reverse("docking:agreements") + "?kind=purchase&force=binding&q=机器人")
    assert "never added up" in listed.text
    assert "CNY" in listed.text
    assert company.get(reverse("docking:agreements_export", args=["xlsx"])).status_code == 200


def test_an_agreement_is_entered_amended_documented_and_ended(town, maker):
    company = browser(maker[1])
    signing = {"force": "framework", "signed_on": "2026-11-01", "expires_on": "2027-11-01"}
    post(company, "enter_agreement", **deal(**signing))
    made = Agreement.objects.get()
    step = ("agreement_step", made.pk)

    paper = SimpleUploadedFile("协议.pdf", b"%PDF-1.7")
    assert post(company, *step, "document", papers=paper).status_code == 302
    amended = post(
        company, *step, "amend", text="延期", made_on="2026-11-20", force="binding", amount="90"
    )
    assert amended.status_code == 302
    page = company.get(reverse("docking:agreement", args=[made.pk])).text
    assert "协议.pdf" in page
    assert "延期" in page
    proof = made.proofs.get()
    assert company.get(
        reverse("docking:agreement_proof", args=[made.pk, proof.pk])
    ).content.startswith(b"%PDF")
    assert post(company, *step, "end", reason="终止").status_code == 302
    stranger = browser(tracking.company(town, "stranger", "示例无关公司")[1])
    assert stranger.get(reverse("docking:agreement", args=[made.pk])).status_code == 404


def test_a_lost_intent_is_taken_up_again(town, maker):
    company = browser(maker[1])
    post(company, "enter_intent", **deal())
    intent = Intent.objects.get()

    post(company, "intent_step", intent.pk, "lose", reason="预算未批")
    assert "预算未批" in company.get(reverse("docking:intents") + "?state=lost").text
    post(company, "intent_step", intent.pk, "revive", reason="预算已批")
    intent.refresh_from_db()
    assert intent.state == "open"
