"""First uses and firms brought in: claimed until proven, counted once, withdrawn with a reason."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.kernel.remembering import forget_everything
from citystage.stages.projects.actions.claim_arrival import Came, claim_arrival
from citystage.stages.projects.actions.decide_claim import (
    CountedAlready,
    prove_arrival,
    prove_first_use,
    refuse_arrival,
    refuse_first_use,
    withdraw_arrival,
    withdraw_first_use,
)
from citystage.stages.projects.actions.merge_products import merge_products
from citystage.stages.projects.actions.report_first_use import Used, report_first_use
from citystage.stages.projects.models import Arrival, FirstUse, Product
from citystage.stages.projects.proceeding import NotPossible, NoWords
from citystage.stages.projects.queries import claims as queries
from citystage.stages.projects.queries import waiting
from citystage.stages.projects.queries.claims import Cut
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.claims import ClaimState, FirstUseKind
from tests.projects.landing import PDF, TODAY
from tests.racing import at_once

pytestmark = pytest.mark.usefixtures("english")
USCC = "91370212MA3C5XK494"


def _used(**changes):
    known = {
        "kind": FirstUseKind.FIRST_USE,
        "maker": "示例机器人公司",
        "name": "巡检机器人",
        "model": "SR-200",
        "user": "示例港口集团",
        "used_on": TODAY - timedelta(days=10),
        "proofs": [PDF],
    }
    return Used(**(known | changes))


def _report(landing, person=None, **changes):
    return report_first_use(landing.town.city, used=_used(**changes), stamp=landing.stamp(person))


def _came(landing, **changes):
    known = {
        "name": "示例低空物流公司",
        "uscc": "",
        "district": landing.town.laoshan,
        "arrived_on": TODAY,
        "proofs": [PDF],
    }
    return Came(**(known | changes))


def _claim(landing, person=None, **changes):
    stamp = landing.stamp(person or landing.town.officer)
    return claim_arrival(landing.town.city, came=_came(landing, **changes), stamp=stamp)


@pytest.fixture
def city(landing):
    return landing.stamp(landing.town.city_officer)


def test_one_product_however_it_is_written_and_by_whomever(landing):
    first = _report(landing)
    second = _report(landing, landing.town.clerk, name="巡检 机器人", model="sr-200")

    assert first.product == second.product
    assert (first.product.maker, second.department) == (landing.maker, landing.town.transport)
    assert (first.user_organisation, first.user_unit) == (landing.firm, landing.town.firm)
    assert [one.pk for one in queries.other_uses(first)] == [second.pk]
    with pytest.raises(NotPossible, match="already"):
        _report(landing)


def test_two_departments_report_the_same_product_at_once(db, transactional_db, landing):
    at_once(
        lambda: _report(landing, landing.town.clerk),
        lambda: _report(landing, landing.town.owner),
        lambda: _report(landing, landing.town.officer),
    )

    assert (Product.objects.count(), FirstUse.objects.count()) == (1, 3)


@pytest.mark.parametrize(
    "changes",
    [{"maker": " "}, {"proofs": []}, {"used_on": TODAY + timedelta(days=1)}],
)
def test_a_report_that_lacks_something_is_refused(landing, changes):
    with pytest.raises(NotPossible):
        _report(landing, **changes)


def test_a_first_use_counts_once_it_is_proven(landing, city):
    use = _report(landing)
    claimed = queries.counted_once(city.actor)
    proven = prove_first_use(use, stamp=city)

    assert (claimed, queries.counted_once(city.actor)) == ((0, 1), (1, 0))
    assert (proven.number, proven.ordinal, len(proven.code)) == ("SY-2026-0001", 1, 12)
    assert queries.coded(proven.code.lower()) == proven
    payload = Entry.objects.get(verb="projects.first_use.proven").payload
    assert (payload["key"], payload["owner_kind"]) == (f"product:{use.product_id}", "company")
    assert Notice.objects.filter(person=landing.town.owner, template__contains="Confirmed").exists()


def test_of_one_product_one_first_use_is_proven(landing, city):
    first, second = _report(landing), _report(landing, landing.town.clerk)
    prove_first_use(first, stamp=city)

    with pytest.raises(CountedAlready, match="SY-2026-0001"):
        prove_first_use(second, stamp=city)
    rows = queries.first_uses(city.actor, Cut(words="巡检"))
    assert [one.claimants for one in rows] == [2, 2]


def test_nobody_confirms_what_he_reported_and_only_named_bodies_do(landing, city):
    use = _report(landing, landing.town.clerk)
    clerk = landing.stamp(landing.town.clerk)
    with pytest.raises(NotAllowed):
        prove_first_use(use, stamp=clerk)
    value = terms_of(landing.town.city).model_dump(mode="json") | {"provers": ["transport"]}
    PackSetting.objects.create(city=landing.town.city, name="projects", version=1, value=value)
    forget_everything()

    with pytest.raises(NotAllowed, match="yourself"):
        prove_first_use(use, stamp=clerk)
    other = _report(landing, name="清洗机器人")
    assert list(waiting.first_uses(clerk.actor)) == [other]
    assert prove_first_use(other, stamp=clerk).decided_for == landing.town.transport
    assert list(waiting.first_uses(city.actor)) == [use]


def test_refused_and_withdrawn_keep_their_reasons(landing, city):
    use, other = _report(landing), _report(landing, name="清洗机器人")
    with pytest.raises(NoWords):
        refuse_first_use(use, reason="", stamp=city)
    assert refuse_first_use(use, reason="没有合同", stamp=city).state == ClaimState.REFUSED
    with pytest.raises(NotAllowed):
        prove_first_use(use, stamp=city)

    proven = prove_first_use(other, stamp=city)
    with pytest.raises(NotAllowed):
        withdraw_first_use(proven, reason="有误", stamp=landing.stamp())
    gone = withdraw_first_use(proven, reason="并非首次", stamp=city)
    assert (gone.state, queries.coded(gone.code)) == (ClaimState.WITHDRAWN, gone)
    assert queries.counted_once(city.actor) == (0, 0)


def test_who_reported_it_withdraws_a_claim(landing):
    use = _report(landing)

    assert withdraw_first_use(use, reason="误报", stamp=landing.stamp()).reason == "误报"
    assert _report(landing).pk != use.pk


def test_look_alikes_are_shown_and_merged_with_their_links(landing, city):
    kept = _report(landing)
    twin = _report(landing, landing.town.clerk, name="轨道巡检机器人")
    found = queries.look_alikes(
        landing.town.city, maker="示例机器人公司", name="巡检机器人", model="SR200"
    )
    assert found == [kept.product, twin.product]
    assert queries.look_alikes(landing.town.city, maker="甲", name="", model="") == []
    assert queries.alike(kept.product) == [twin.product]

    with pytest.raises(NotAllowed):
        merge_products(kept.product, other=twin.product, reason="同", stamp=landing.stamp())
    with pytest.raises(NotPossible):
        merge_products(kept.product, other=kept.product, reason="同", stamp=city)
    merge_products(kept.product, other=twin.product, reason="同一型号", stamp=city)
    twin.refresh_from_db()
    assert (twin.product, queries.counted_once(city.actor)) == (kept.product, (0, 1))
    (merged,) = queries.merged_into(kept.product)
    assert (merged.root_id, merged.merged_reason) == (kept.product_id, "同一型号")
    again = _report(landing, landing.town.officer, name="轨道巡检机器人")
    assert again.product == kept.product


def test_two_certificates_are_not_merged_away(landing, city):
    first = prove_first_use(_report(landing), stamp=city)
    second = prove_first_use(_report(landing, name="清洗机器人"), stamp=city)

    with pytest.raises(NotPossible, match="withdraw one first"):
        merge_products(first.product, other=second.product, reason="同", stamp=city)
    assert second.number == "SY-2026-0002"


def test_a_firm_two_districts_claim_is_one_firm(landing, city):
    first = _claim(landing)
    second = _claim(landing, landing.town.jimo_officer, district=landing.town.jimo)

    assert queries.firms_once(city.actor) == (0, 1)
    assert queries.other_claims([first]) == {first.pk: [second]}
    assert Notice.objects.filter(
        person=landing.town.officer, template__startswith="Another unit"
    ).exists()
    proven = prove_arrival(first, stamp=city)
    assert queries.firms_once(city.actor) == (1, 0)
    assert proven.proven_at is not None
    with pytest.raises(CountedAlready):
        prove_arrival(second, stamp=city)
    payload = Entry.objects.get(verb="projects.arrival.proven").payload
    assert (payload["key"], payload["district"]) == ("firm:示例低空物流公司", "laoshan")


def test_a_firm_is_known_by_its_code(landing):
    landing.maker.uscc = USCC
    landing.maker.save()
    first = _claim(landing, name="示例机器人公司")
    second = _claim(landing, landing.town.jimo_officer, name="机器人", uscc=USCC)

    assert (first.firm_key, second.firm_key) == (USCC, USCC)
    assert second.organisation == landing.maker


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"district": None}, {"proofs": []}, {"uscc": "123"}],
)
def test_a_firm_that_lacks_something_is_not_claimed(landing, changes):
    with pytest.raises(NotPossible):
        _claim(landing, **changes)


def test_a_firm_does_not_claim_itself_and_a_unit_not_twice(landing):
    with pytest.raises(NotAllowed):
        _claim(landing, landing.maker_person)
    _claim(landing)

    with pytest.raises(NotPossible, match="already"):
        _claim(landing)
    assert Arrival.objects.count() == 1


def test_claims_of_firms_are_refused_and_withdrawn(landing, city):
    first = _claim(landing)
    second = _claim(landing, name="示例乙公司")
    assert refuse_arrival(first, reason="未落户", stamp=city).reason == "未落户"
    prove_arrival(second, stamp=city)

    gone = withdraw_arrival(second, reason="已迁出", stamp=city)
    assert (gone.state, queries.firms_once(city.actor)) == (ClaimState.WITHDRAWN, (0, 0))


def test_what_is_only_claimed_is_for_its_own_side(landing, city):
    use = _report(landing)
    other = landing.stamp(landing.maker_person).actor
    with pytest.raises(NotFound):
        queries.reach_first_use(other, use.pk)

    proven = prove_first_use(use, stamp=city)
    seen = queries.reach_first_use(other, use.pk)
    assert (seen, queries.sees_proofs(other, seen)) == (proven, False)
