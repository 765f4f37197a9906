"""Invented documents to render."""

from datetime import date

from citystage.foundation.documents.model import (
    Addendum,
    Happening,
    Item,
    ListDocument,
    Passage,
    RecordSheet,
    Section,
    ShareCard,
    Stage,
)

SHA256 = "3f9a21bc77de41580b6c5d2e9a1f04837c6b5a4d3e2f10987654321fedcba098"
ADDRESS = "https://scenes.example.cn/lists/qd-2026-1/"

FIELDS = ("人工智能与具身智能", "海洋经济", "现代物流与港航", "文旅消费")
TITLES = (
    "养老机构配送、消毒与康复陪伴机器人",
    "集装箱码头夜间无人水平运输与桥吊远程协同作业",
    "海上牧场水质与鱼群状态智能监测",
    "地铁站厅适老化智能导引",
)
OWNERS = (
    "青岛示例港口集团有限公司",
    "示例市民政局",
    "示例海洋牧场有限公司",
    "示例地铁运营有限公司",
)


def item(ordinal: int, **changes) -> Item:
    at = ordinal - 1
    fields = {
        "ordinal": ordinal,
        "code": f"QD-2026-{ordinal:04d}",
        "title": TITLES[at % 4],
        "owner": OWNERS[at % 4],
        "district": ("黄岛区", "市南区", "崂山区", "即墨区")[at % 4],
        "tier": ("行业领域集成式", "高价值小切口", "综合性重大")[at % 3],
        "side": ("企业端", "政府端", "产业端")[at % 3],
        "need": (
            "现有作业以人工为主，夜间人员紧张，年均停工约320小时。拟引入L4级无人集卡与远程操控系统，"
            "在不改变堆场布局的前提下实现混行作业，并与现有码头操作系统（TOS）对接。\n"
            "可开放近3年作业数据（脱敏后约1.2亿条）与2个泊位作为测试环境。"
        ),
        "goals": (
            "夜间作业效率不低于28自然箱/小时",
            "单箱能耗较现状下降15%以上",
            "连续无事故运行不少于240小时",
        ),
        "money": "企业自筹，首期预算3,500万元",
        "mode": "先试后用，揭榜挂帅",
        "period": "2026年12月至2027年11月",
        "contact_note": "登录平台后可查看联系人",
        "url": f"https://scenes.example.cn/scenarios/qd-2026-{ordinal:04d}/",
    }
    return Item(**(fields | changes))


def chinese_list(count: int = 12, **changes) -> ListDocument:
    items = [item(ordinal) for ordinal in range(1, count + 1)]
    share = -(-count // len(FIELDS)) or 1
    fields = {
        "title": "青岛市2026年第一批场景机会清单",
        "subtitle": "（面向全国公开征集解决方案）",
        "letterhead": "青岛市场景应用促进中心文件",
        "issuer": "青岛市场景应用促进中心",
        "number": "青场景〔2026〕1号",
        "released_on": date(2026, 11, 21),
        "language": "zh-hans",
        "introduction": (
            "为加快场景创新应用，推动新质生产力发展，现面向全国发布青岛市2026年第一批场景机会清单。"
            "清单经公开征集、区市推荐、部门会审和公示形成，涵盖4个领域，由需求单位对所列内容负责。\n"
            "有意向的企业、高校和科研院所可于2026年12月31日前登录平台应答，每项场景的应答情况与对接结果将在网页持续公开。"
        ),
        "sections": tuple(
            Section(title=name, items=tuple(items[at * share : (at + 1) * share]))
            for at, name in enumerate(FIELDS)
        ),
        "addenda": (
            Addendum(
                number="青场景〔2026〕1号补1",
                on=date(2026, 12, 3),
                kind="更正",
                item_code="QD-2026-0002",
                text="“夜间作业效率不低于28自然箱/小时”更正为“不低于26自然箱/小时”。",
            ),
        ),
        "knowledge": "本清单共列12项，其中9项载明资金安排，3项资金安排面议。",
        "source": "各区市发展改革部门、市直有关部门推荐材料，经需求单位确认。",
        "sha256": SHA256,
        "address": ADDRESS,
    }
    return ListDocument(**(fields | changes))


def english_list(**changes) -> ListDocument:
    need = (
        "Night work is done by hand and stands still for about 320 hours a year. We’re looking for "
        "driverless trucks that work among manned ones without changing the yard’s layout."
    )
    items = tuple(
        item(
            at,
            title="Driverless horizontal transport at a container terminal",
            owner="Example Port Group",
            district="Huangdao",
            tier="Field-wide",
            side="Enterprise",
            need=need,
            goals=("At least 28 moves an hour at night", "15% less energy per container"),
            money="CNY 35.0 m, first phase",
            mode="Trial before purchase",
            period="Dec 2026 – Nov 2027",
            contact_note="Sign in to see the contact",
        )
        for at in range(1, 8)
    )
    fields = {
        "title": "Qingdao Opportunity List, First Batch of 2026",
        "subtitle": "Open call for solutions",
        "letterhead": "Qingdao Scenario Promotion Centre",
        "issuer": "Qingdao Scenario Promotion Centre",
        "number": "QDS [2026] No. 1",
        "language": "en",
        "introduction": "This list was collected in public, endorsed by districts and reviewed.",
        "sections": (
            Section(title="Artificial intelligence", items=items[:3]),
            Section(title="Ports and logistics", items=items[3:]),
        ),
        "addenda": (
            Addendum(
                number="Addendum 1", on=date(2026, 12, 3), kind="Correction", text="28 reads 26."
            ),
        ),
        "knowledge": "All seven items state their funding.",
        "source": "Recommendations of the districts, confirmed by each owner.",
    }
    return chinese_list(**(fields | changes))


def record_sheet(**changes) -> RecordSheet:
    one = item(2)
    fields = {
        "code": one.code,
        "title": one.title,
        "owner": one.owner,
        "language": "zh-hans",
        "printed_on": date(2026, 11, 22),
        "address": one.url,
        "issuer": "青岛场景",
        "summary": "让夜间集装箱水平运输无人化，与人工集卡混行，不改变堆场布局。",
        "stages": (
            Stage(title="征集申报", standing="done"),
            Stage(title="遴选打磨", standing="done"),
            Stage(title="清单发布", standing="now"),
            Stage(title="供需对接", standing="ahead"),
            Stage(title="落地示范", standing="ahead"),
        ),
        "facts": (
            ("需求单位", one.owner),
            ("编号", one.code),
            ("所在区市", one.district),
            ("场景类型", one.tier),
            ("资金安排", one.money),
            ("合作方式", one.mode),
            ("实施周期", one.period),
            ("应答截止", "2026年12月31日"),
        ),
        "passages": (
            Passage(title="现状与问题", text=one.need),
            Passage(title="预期目标", points=one.goals),
            Passage(title="落地地点", text="前湾港区四期2个泊位，堆场面积约12万平方米。"),
            Passage(
                title="可开放的数据与条件", text="近3年作业数据（脱敏），5G专网，夜间封闭测试时段。"
            ),
            Passage(title="验收方式", text="由第三方机构按240小时连续运行数据出具报告。"),
        ),
        "timeline": (
            Happening(on=date(2026, 9, 1), what="提交场景需求", who="示例市民政局"),
            Happening(on=date(2026, 9, 20), what="退回补正：目标缺少现状值", who="市统筹办公室"),
            Happening(on=date(2026, 10, 8), what="黄岛区推荐（第1位）", who="黄岛区发展改革局"),
            Happening(
                on=date(2026, 11, 21), what="列入第一批场景机会清单", who="市场景应用促进中心"
            ),
        ),
        "lists": ("青场景〔2026〕1号《青岛市2026年第一批场景机会清单》第2项",),
        "sha256": SHA256,
    }
    return RecordSheet(**(fields | changes))


def share_card(**changes) -> ShareCard:
    fields = {
        "title": TITLES[1],
        "owner": OWNERS[0],
        "city": "青岛场景",
        "address": "https://scenes.example.cn/scenarios/qd-2026-0002/",
        "language": "zh-hans",
        "summary": "让夜间集装箱水平运输无人化，与人工集卡混行，不改变堆场布局。",
        "marks": ("现代物流与港航", "企业端", "黄岛区", "剩40天"),
        "accent": "#0b6e99",
    }
    return ShareCard(**(fields | changes))
