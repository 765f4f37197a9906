"""Builders of review: cases in any state, quality rules, fingerprints."""

from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import PackSetting
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import fingerprints
from citystage.stages.review.models import Case
from citystage.stages.review.states import CaseState
from tests.conftest import NOON

HARBOUR = (
    "码头前沿至堆场之间的水平运输目前由外包司机驾驶集卡完成，夜间事故多，等待时间长，"
    "希望以无人驾驶集卡替代，实现岸桥与堆场之间的自动接驳。"
)
HARBOUR_AGAIN = (
    "码头前沿至堆场之间的水平运输目前由外包司机驾驶集卡完成，夜间事故较多，等待时间长，"
    "希望采用无人驾驶集卡替代，实现岸桥与堆场之间的自动接驳和调度。"
)
HARBOUR_TRADITIONAL = (
    "碼頭前沿至堆場之間的水平運輸目前由外包司機駕駛集卡完成，夜間事故多，等待時間長，"
    "希望以無人駕駛集卡替代，實現岸橋與堆場之間的自動接駁。"
)
HOSPITAL = "医院药房夜间发药依靠人工核对，希望引入发药机器人，缩短病人等候时间并减少差错。"

QUALITY = {
    "gate": {
        "ready_from": 80,
        "weak_below": 50,
        "vague": [{"word": "提升效率", "ask": {"zh": "提升多少？", "en": "By how much?"}}],
    },
    "parts": [
        {
            "code": "goal",
            "name": {"zh": "可衡量的目标", "en": "Measurable goal"},
            "weight": 60,
            "reads": ["goals"],
            "needs": ["number_with_unit"],
            "min_length": 5,
            "why": {"zh": "没有数字说不清。", "en": "Without figures nobody can tell."},
            "missing": {"zh": "写出一个指标。", "en": "Give one indicator."},
            "example": {"zh": "由2小时缩短到10分钟。", "en": "From 2 hours to 10 minutes."},
            "patterns": [
                {
                    "code": "change",
                    "name": {"zh": "现值与目标值", "en": "From and to"},
                    "pattern": "由.+到",
                    "required": False,
                }
            ],
        },
        {
            "code": "need",
            "name": {"zh": "需求", "en": "The need"},
            "weight": 40,
            "reads": ["need"],
            "min_length": 5,
            "mentions": ["码头", "医院"],
        },
    ],
}


def quality(town, version=1, value=None):
    return PackSetting.objects.create(
        city=town.city, name="quality", version=version, value=value or QUALITY
    )


def case(town, state=CaseState.POLISHING, application=None, **fields):
    """A case in ``state`` over an application that was recommended."""
    if application is None:
        application = town.application(state=ApplicationState.RECOMMENDED)
    return Case.objects.create(application=application, state=state, opened_at=NOON, **fields)


def recommended(town, place_taker=None, **fields):
    """A case as the real way brings it: recommended by the district, followed by review."""
    application = town.application(**fields)
    recommend(
        application, opinion="符合方向，同意推荐。", place=None, stamp=town.stamp(place_taker)
    )
    return Case.objects.get(application=application)


def fingerprint(town, application, text=None):
    return fingerprints.put(
        fingerprints.Text(
            subject=subject_of(application),
            title=application.title,
            text=text or fingerprints.words_of(application),
            path=application.recommender.path,
            city=application.city,
            owner_name=application.owner_name,
        )
    )


def need(text, title="港区无人集卡水平运输"):
    """Answers with one long text."""
    return {"title": title, "need": text}
