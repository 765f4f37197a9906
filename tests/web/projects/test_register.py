"""First uses, firms brought in, patterns and super scenarios, clicked as people click them."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from citystage.foundation.taxonomy.models import Tier
from citystage.stages.intake.models import Application
from citystage.stages.projects.models import Arrival, FirstUse, Pattern
from tests.projects.landing import TODAY
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

DAY = TODAY.isoformat()


def _at(name, *args):
    return reverse(f"projects:{name}", args=args)


def _pdf():
    return SimpleUploadedFile("合同.pdf", b"%PDF-1.7 x")


def _report(client, **changes):
    said = {
        "maker": "示例机器人公司",
        "name": "巡检机器人",
        "model": "SR-200",
        "kind": "first_set",
        "user": "示例港口集团",
        "used_on": DAY,
        "proofs": _pdf(),
    }
    return client.post(_at("new_first_use"), said | changes)


def _claim(client, landing, **changes):
    said = {
        "name": "示例低空物流公司",
        "district": landing.town.laoshan.pk,
        "arrived_on": DAY,
        "proofs": _pdf(),
    }
    return client.post(_at("new_arrival"), said | changes)


@pytest.fixture
def proven(landing, owner, city):
    _report(owner)
    use = FirstUse.objects.get()
    city.post(_at("first_use_step", use.pk, "prove"))
    use.refresh_from_db()
    return use


def test_a_first_use_is_reported_proven_and_verified_by_anybody(landing, proven):
    public = Client(headers={"accept-language": "en"})
    page = public.get(_at("verify", proven.code)).text

    assert ("This certificate is valid" in page, proven.number in page) == (True, True)
    assert public.get(_at("certificate", proven.code)).content.startswith(b"%PDF")
    credential = json.loads(public.get(_at("credential", proven.code)).content)
    assert credential["credentialSubject"]["licenseNumber"] == proven.number
    assert credential["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert public.get(_at("status", proven.code)).status_code == 200
    assert public.get(reverse("public:verify_label", args=[proven.code]))["Location"] == _at(
        "verify", proven.code
    )
    typed = public.post(reverse("public:verify"), {"code": proven.code})
    assert typed["Location"] == _at("verify", proven.code)
    assert public.get(_at("verify", "XXXXXXXXXXXX")).status_code == 404
    assert "巡检机器人" in public.get(_at("first_uses")).text
    assert "合同.pdf" not in public.get(_at("first_use", proven.pk)).text


def test_a_withdrawn_certificate_says_so(proven, city):
    city.post(_at("first_use_step", proven.pk, "withdraw"), {"reason": "并非首次"})
    public = Client(headers={"accept-language": "en"})

    page = public.get(_at("verify", proven.code)).text
    assert ("withdrawn" in page, "并非首次" in page) == (True, True)
    assert public.get(_at("certificate", proven.code)).status_code == 404


def test_look_alikes_are_shown_while_one_types(landing, proven, owner):
    typed = {"maker": "示例机器人公司", "name": "巡检机器", "model": "SR-200"}
    part = owner.get(_at("look_alikes"), typed, headers={"hx-request": "true"}).text

    assert ("Is it one of these" in part, "SR-200" in part, "<html" in part) == (True, True, False)
    again = _report(owner)
    assert (again.status_code, "already" in again.text) == (422, True)


def test_another_unit_reports_the_same_product(landing, proven, city):
    clerk = browser(landing.town.clerk)
    _report(clerk)
    other = FirstUse.objects.exclude(pk=proven.pk).get()

    assert "reported by 2 units" in city.get(_at("first_uses")).text
    refused = city.post(_at("first_use_step", other.pk, "prove"))
    assert (refused.status_code, proven.number in refused.text) == (409, True)


def test_products_are_merged_by_the_city(landing, proven, city):
    _report(browser(landing.town.clerk), name="轨道巡检机器人")
    other = FirstUse.objects.exclude(pk=proven.pk).get()
    page = city.get(_at("first_use", proven.pk)).text
    assert "Merge with the same product" in page

    said = {"other": str(other.product_id), "reason": "同一型号"}
    city.post(_at("first_use_step", proven.pk, "merge"), said)
    other.refresh_from_db()
    assert other.product == proven.product
    assert "同一型号" in city.get(_at("first_use", proven.pk)).text


def test_a_report_begins_with_what_its_project_says(landing, owner):
    project = landing.landed()

    page = owner.get(_at("new_first_use") + f"?project={project.pk}").text
    assert 'value="示例机器人公司"' in page
    assert _report(owner, proofs="").status_code == 422


def test_a_firm_two_districts_claim_is_shown_and_counted_once(landing, city):
    laoshan, jimo = browser(landing.town.officer), browser(landing.town.jimo_officer)
    _claim(laoshan, landing)
    _claim(jimo, landing, district=landing.town.jimo.pk)
    first, second = Arrival.objects.order_by("pk")
    page = city.get(_at("arrivals")).text
    assert page.count("counted once") >= 2

    assert city.post(_at("arrival_step", first.pk, "prove")).status_code == 302
    assert city.post(_at("arrival_step", second.pk, "prove")).status_code == 409
    proof = first.proofs.get()
    assert laoshan.get(_at("arrival_proof", first.pk, proof.pk)).status_code == 200
    assert jimo.get(_at("arrival_proof", first.pk, proof.pk)).status_code == 404
    assert "即墨区" in city.get(_at("arrival", first.pk)).text
    assert city.post(_at("arrival_step", second.pk, "refuse"), {"reason": ""}).status_code == 422
    assert _claim(laoshan, landing, uscc="123").status_code == 422


def test_a_firm_does_not_report_itself(landing, maker):
    assert maker.get(_at("new_arrival")).status_code == 404
    assert browser(landing.town.person("nobody")).get(_at("new_first_use")).status_code == 404


@pytest.mark.parametrize("view", ["first_uses", "arrivals", "patterns"])
def test_registers_are_cut_and_taken_along(landing, proven, city, view):
    _claim(browser(landing.town.officer), landing)
    empty = city.get(_at(view) + "?q=没有的词").text

    assert "Take away one of the conditions" in empty
    for kind in ("xlsx", "csv", "jsonl"):
        assert city.get(_at(f"{view}_export", kind) + "?state=proven").status_code == 200
    assert city.get(_at(view) + "?state=proven&district=laoshan&kind=first_set").status_code == 200


def test_registers_cost_the_same_at_one_and_three_rows(landing, city):
    officer = browser(landing.town.officer)
    _report(officer)
    _claim(officer, landing)
    before = [queries_of(city, _at(view)) for view in ("first_uses", "arrivals")]
    for number in range(2):
        _report(officer, name=f"机器人{number}")
        _claim(officer, landing, name=f"示例第{number}公司")

    assert [queries_of(city, _at(view)) for view in ("first_uses", "arrivals")] == before


def _written(**changes):
    known = {
        "title": "无人集卡做法",
        "conditions": "有封闭道路",
        "cost": "90",
        "cost_text": "四台车",
        "result": "多运行六小时",
        "pitfalls": "雨雾天降速",
        "version": 1,
    }
    return known | changes


@pytest.fixture
def published(landing, owner, city):
    project = landing.landed()
    owner.post(_at("project_step", project.pk, "pattern"))
    pattern = Pattern.objects.get()
    owner.post(_at("write_pattern", pattern.pk), _written(propose="1"))
    city.post(_at("pattern_step", pattern.pk, "publish"))
    pattern.refresh_from_db()
    return pattern


def test_a_pattern_is_written_proposed_returned_and_published(landing, owner, city):
    project = landing.landed()
    owner.post(_at("project_step", project.pk, "pattern"))
    pattern = Pattern.objects.get()
    write = _at("write_pattern", pattern.pk)
    lacking = owner.post(write, _written(propose="1", pitfalls=""))
    assert (lacking.status_code, "pitfalls" in lacking.text) == (422, True)
    owner.post(write, _written())
    stale = owner.post(write, _written(title="旧页面"))
    assert (stale.status_code, "旧页面" in stale.text) == (422, True)
    owner.post(write, _written(version=2, propose="1"))
    city.post(_at("pattern_step", pattern.pk, "return"), {"reason": "请补充"})
    assert "请补充" in owner.get(_at("pattern", pattern.pk)).text
    owner.post(write, _written(version=3, propose="1"))
    city.post(_at("pattern_step", pattern.pk, "publish"))

    public = Client(headers={"accept-language": "en"})
    assert "雨雾天降速" in public.get(_at("pattern", pattern.pk)).text
    assert "无人集卡做法" in public.get(_at("patterns") + "?field=port").text


def test_another_place_copies_it_and_the_tree_shows_it(landing, published, maker, owner):
    page = maker.get(_at("copy_pattern", published.pk)).text
    assert "Call for scenario needs 2026" in page
    copied = maker.post(_at("copy_pattern", published.pk), {"call": landing.town.call.pk})
    application = Application.objects.get()
    assert copied["Location"] == reverse("company:edit", args=[application.pk])

    tree = owner.get(_at("pattern", published.pk)).text
    assert ("<svg" in tree, "A need in preparation" in tree, "示例机器人公司" in tree) == (
        True,
    ) * 3
    assert "无人集卡做法" in maker.get(_at("pattern", published.pk)).text
    assert owner.get(_at("copy_pattern", published.pk)).status_code in {403, 409}


def test_without_a_call_there_is_nothing_to_copy_into(landing, published, maker):
    landing.town.call.closes_at = landing.town.call.opens_at + timedelta(days=1)
    landing.town.call.save()

    assert "No call takes needs now" in maker.get(_at("copy_pattern", published.pk)).text


def test_children_of_a_super_scenario_are_linked_by_an_officer(landing, city, maker):
    whole = landing.town.scenario(title="智慧港口", tier=Tier.SUPER)
    landing.begin()
    link = _at("link_child", whole.number)
    assert "no children linked yet" in city.get(_at("supers")).text
    assert "港区无人集卡" in city.get(_at("super", whole.number) + "?q=集卡").text
    assert maker.post(link, {"part": landing.scenario.number}).status_code in {403, 409}
    city.post(link, {"part": landing.scenario.number})

    page = city.get(_at("super", whole.number)).text
    assert ("0 of 1 milestones met" in page, "<progress" in page) == (True, True)
    assert "None in this district" in city.get(_at("super", whole.number) + "?district=jimo").text
    city.post(_at("unlink_child", whole.number), {"part": landing.scenario.number})
    assert "None linked yet" in city.get(_at("super", whole.number)).text
    assert city.get(_at("super", landing.scenario.number)).status_code == 404
