"""What is offered meets what is required, falls short by so much, or cannot be compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text.comparing import Comparison, Outcome, answer, compare
from citystage.engines.text.quantities import find_quantities


def told(required: str, offered: str) -> Comparison:
    return compare(find_quantities(required)[0], find_quantities(offered)[0])


@pytest.mark.parametrize(
    ("required", "offered"),
    [
        ("定位精度±10 mm", "定位精度±5mm"),
        ("定位精度±10 mm", "定位误差优于0.5cm"),
        ("续航≥6 h", "飞行时间可达8小时"),
        ("续航≥6 h", "续航6小时"),
        ("续航6小时", "续航时间不少于400分钟"),
        ("识别准确率不低于95%", "人脸识别准确率达98%"),
        ("准确率大于95%", "准确率超过95%"),
        ("信噪比优于60dB", "信噪比70dB"),
        ("信噪比60dB", "信噪比优于60dB"),
        ("预算不超过500万元", "报价480万元"),
        ("支持不少于100路视频接入", "接入200路视频"),
        ("不少于20个点位", "已建30个点位"),
        ("TRL≥7", "技术成熟度8级"),
        ("响应时间≤2s", "时延500ms"),
        ("巡检效率提升30%以上", "效率提升50%"),
        ("工作温度-20~60℃", "工作温度-30~70℃"),
        ("电压220V", "工作电压220伏"),
        ("latency under 50 ms", "a latency of 40 ms"),
        ("at least 95% accuracy", "accuracy: 97%"),
        ("抽检合格品分布率60%", "合格品分布率60%"),
    ],
)
def test_an_offer_meets(required, offered):
    assert told(required, offered).outcome is Outcome.MEETS


@pytest.mark.parametrize(
    ("required", "offered", "gap", "written"),
    [
        ("续航≥6 h", "续航4.5小时", "1.5", "h"),
        ("续航≥6h", "续航不超过5小时", "1", "h"),
        ("定位精度±10 mm", "定位误差优于2cm", "10", "mm"),
        ("响应时间≤2s", "响应时间不少于3秒", "1", "s"),
        ("准确率大于95%", "准确率95%", "0", "%"),
        ("时延低于50ms", "时延50ms", "0", "ms"),
        ("预算不超过500万元", "报价620万元", "120", "万元"),
        ("budget of at most $1.5 million", "price of $1.75 million", "0.25", "million"),
        ("TRL 7级以上", "TRL 6", "1", "级"),
        ("TRL 7", "技术就绪度5", "2", "TRL"),
        ("預算不超過500萬元", "報價620万元", "120", "萬元"),
        ("续航6小時", "續航４小时", "2", "小時"),
        ("工作温度-20~60℃", "工作温度0~70℃", "20", "℃"),
        ("识别率99.9%", "识别率99.5%", "0.4", "%"),
    ],
)
def test_an_offer_falls_short(required, offered, gap, written):
    found = told(required, offered)

    assert found == Comparison(Outcome.FALLS_SHORT, Decimal(gap), written)
    assert str(found.gap) == gap


@pytest.mark.parametrize(
    ("required", "offered"),
    [
        ("续航≥6 h", "续航不超过8小时"),
        ("响应时间≤20s", "响应时间不少于3秒"),
        ("准确率≥95%", "市场占有率96%"),
        ("准确率提升10%", "准确率95%"),
        ("车牌识别准确率不低于95%", "人脸识别准确率达98%"),
        ("续航≥6 h", "续航里程≥6 km"),
        ("巡检里程100km", "接入100路视频"),
        ("不少于20个点位", "30个机器人"),
        ("≥95%", "≥95%"),
        ("甲乙丙优于5mm", "甲乙丙4mm"),
    ],
)
def test_an_offer_is_not_comparable(required, offered):
    assert told(required, offered).outcome is Outcome.NOT_COMPARABLE


def test_the_best_answer_is_the_one_that_meets_else_the_nearest():
    required = find_quantities("续航≥6 h")[0]
    offered = find_quantities("重量5kg，续航3小时，轻载续航5小时")

    nearest = answer(required, offered)
    best = answer(required, [*offered, *find_quantities("续航可达7小时")])

    assert nearest is not None
    assert (nearest[0].value, nearest[1].gap) == (18_000, 1)
    assert best is not None
    assert best[1].outcome is Outcome.MEETS
    assert answer(required, find_quantities("重量5kg")) is None


_FACTS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["续航", "定位精度", "准确率", "甲指标", "", "latency ", "电压"]),
    st.sampled_from(["≥", "≤", "不低于", "优于", "±", "可达", "约", "", "大于", "<"]),
    st.integers(0, 10**6) | st.decimals(0, 100, places=3),
    st.sampled_from(["h", "mm", "%", "V", "个点位", "万元", "-9℃", "ms"]),
)


@given(_FACTS, _FACTS)
def test_any_two_facts_can_be_put_side_by_side(one, other):
    for required in find_quantities(one):
        for offered in find_quantities(other):
            found = compare(required, offered)

            assert found.gap >= 0
            assert found.outcome is Outcome.FALLS_SHORT or found.gap == 0


@given(st.sampled_from(["续航", "准确率", "带宽"]), st.integers(0, 999), st.integers(0, 999))
def test_more_never_answers_worse(name, low, more):
    required = find_quantities(f"{name}≥500 h")[0]
    worse, better = (find_quantities(f"{name}{value} h")[0] for value in (low, low + more))

    assert compare(required, better).gap <= compare(required, worse).gap
