"""The fixed words of a document in its own language, whatever the reader's session speaks."""

from dataclasses import dataclass
from datetime import date

from citystage.foundation.documents.model import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS = "〇一二三四五六七八九"
_TEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words of one language; those with {braces} are formats."""

    contents: str
    overview: str
    count: str
    ordinal: str
    code: str
    title: str
    owner: str
    district: str
    kind: str
    page: str
    need: str
    goals: str
    money: str
    mode: str
    period: str
    contact: str
    address: str
    note: str
    details: str
    addenda: str
    concerns: str
    about: str
    knowledge: str
    source: str
    verify: str
    verify_how: str
    digest: str
    released: str
    printed: str
    timeline: str
    lists: str
    notes: str
    cut: str
    none: str
    scan: str
    untitled: str
    colon: str


ZH = Labels(
    contents="目录",
    overview="一览表",
    count="共{count}项",
    ordinal="序号",
    code="编号",
    title="场景名称",
    owner="需求单位",
    district="区市",
    kind="类型",
    page="页码",
    need="需求内容",
    goals="预期目标",
    money="资金安排",
    mode="合作方式",
    period="实施周期",
    contact="对接联系",
    address="网页",
    note="备注",
    details="场景明细",
    addenda="补充与更正",
    concerns="涉及编号",
    about="清单说明",
    knowledge="信息完整度",
    source="信息来源",
    verify="核验",
    verify_how="扫描二维码或访问下列网址，可核对本清单全文及发布后的补充、更正与撤回。",
    digest="摘要（SHA-256）",
    released="发布日期",
    printed="打印日期",
    timeline="办理进程",
    lists="所在清单",
    notes="对接记录",
    cut="（此处有删节，全文见网页）",
    none="本清单暂无条目。",
    scan="扫码查看",
    untitled="（未命名）",
    colon="：",
)

EN = Labels(
    contents="Contents",
    overview="Overview",
    count="{count} items",
    ordinal="No.",
    code="Code",
    title="Scenario",
    owner="Demand owner",
    district="District",
    kind="Kind",
    page="Page",
    need="Need",
    goals="Goals",
    money="Funding",
    mode="Cooperation",
    period="Period",
    contact="Contact",
    address="Page",
    note="Note",
    details="Scenarios in detail",
    addenda="Addenda and corrections",
    concerns="Concerns",
    about="About this list",
    knowledge="Completeness",
    source="Source",
    verify="Verification",
    verify_how="Scan the code or open the address to compare the full list with what was released, "
    "and to see later additions, corrections and withdrawals.",
    digest="Digest (SHA-256)",
    released="Released",
    printed="Printed",
    timeline="What happened",
    lists="Listed in",
    notes="Notes",
    cut=" (shortened; full text online)",
    none="This list has no items.",
    scan="Scan to open",
    untitled="(untitled)",
    colon=": ",
)


def labels(language: Language) -> Labels:
    return ZH if language == "zh-hans" else EN


def long_date(day: date, language: Language) -> str:
    """2026年11月21日, 21 Nov 2026."""
    if language == "zh-hans":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def heading_number(place: int, language: Language) -> str:
    """一、 二、 … 十一、 in Chinese, as official documents count their parts; 1. 2. in English."""
    if language == "en":
        return f"{place}. "
    return f"{_chinese(place)}、" if place < _TEN * _TEN else f"{place}、"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, _TEN)
    lead = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")
