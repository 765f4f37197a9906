"""Time to render documents: a list of 200 items as PDF and DOCX, a record sheet, a share card.

Prints one JSON line a document: seconds (median of the runs), kilobytes, pages where it has pages,
and the largest memory of the process in megabytes so far.
"""

import json
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from citystage.foundation.documents.model import (
    Item,
    ListDocument,
    Passage,
    RecordSheet,
    Section,
    ShareCard,
)
from citystage.foundation.documents.pdf import list_pdf, record_pdf
from citystage.foundation.documents.share_card import share_card_png
from citystage.foundation.documents.word import list_docx

ITEMS, FIELDS, RUNS = 200, 8, 5
ADDRESS = "https://scenes.example.cn/lists/1/"
NEED = "现有作业以人工为主，夜间人员紧张，年均停工约320小时，拟引入无人集卡与远程操控系统。" * 3
GOALS = ("效率不低于28自然箱/小时", "单箱能耗下降15%以上", "连续无事故运行不少于240小时")


def a_list(run: int) -> ListDocument:
    """A list of its own for each run, so that nothing rendered before is found again."""
    items = [
        Item(
            ordinal=n,
            code=f"QD-{run}-{n:04d}",
            title=f"第{run}次第{n}项码头夜间无人水平运输",
            owner=f"示例港口第{n % 40}公司",
            district="黄岛区",
            tier="综合性重大",
            side="企业端",
            need=f"{n}：{NEED}",
            goals=GOALS,
            money="首期预算3,500万元",
            mode="先试后用",
            period="2026年12月至2027年11月",
            url=f"{ADDRESS}{n}/",
        )
        for n in range(1, ITEMS + 1)
    ]
    share = ITEMS // FIELDS
    return ListDocument(
        title=f"第{run}批场景机会清单",
        issuer="场景应用促进中心",
        number=f"青场景〔2026〕{run}号",
        released_on=date(2026, 11, 21),
        language="zh-hans",
        sections=tuple(
            Section(title=f"第{n}领域", items=tuple(items[n * share : (n + 1) * share]))
            for n in range(FIELDS)
        ),
        sha256=f"{run:064x}",
        address=ADDRESS,
        introduction=NEED,
    )


def a_sheet(run: int) -> RecordSheet:
    return RecordSheet(
        code=f"QD-{run}",
        title=f"第{run}项码头夜间无人水平运输",
        owner="示例港口公司",
        language="zh-hans",
        printed_on=date(2026, 11, 21),
        address=ADDRESS,
        facts=(("需求单位", "示例港口公司"),) * 8,
        passages=tuple(Passage(title=f"第{n}部分", text=NEED, points=GOALS) for n in range(6)),
    )


def a_card(run: int) -> ShareCard:
    return ShareCard(
        title=f"第{run}项码头夜间无人水平运输",
        owner="示例港口公司",
        city="青岛场景",
        address=ADDRESS,
        language="zh-hans",
        marks=("港航", "企业端"),
    )


def measure(name: str, render: Callable[[int], bytes]) -> None:
    made, seconds = b"", []
    for run in range(1, RUNS + 1):
        started = time.perf_counter()
        made = render(run)
        seconds.append(time.perf_counter() - started)
    figures: dict[str, str | int | float] = {
        "bench": f"documents.{name}",
        "seconds": round(statistics.median(seconds), 3),
        "first_seconds": round(seconds[0], 3),
        "kilobytes": round(len(made) / 1024),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if made.startswith(b"%PDF"):
        figures["pages"] = len(re.findall(rb"/Type\s*/Page\b", made))
    sys.stdout.write(json.dumps(figures) + "\n")


def main() -> None:
    measure("share_card_png", lambda run: share_card_png(a_card(run)))
    measure("record_pdf", lambda run: record_pdf(a_sheet(run)))
    measure(f"list_pdf_{ITEMS}", lambda run: list_pdf(a_list(run)))
    measure(f"list_docx_{ITEMS}", lambda run: list_docx(a_list(run)))


if __name__ == "__main__":
    main()
