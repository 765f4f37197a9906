"""Rows per second of an import: a workbook of 10,000 scenarios, new, and then once more unchanged.

Prints one JSON line per pass; a number of rows may be given. It fills a database of its own.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import xlsxwriter
from _database import fresh

HEADINGS = (
    "序号", "场景名称", "需求单位", "所属领域", "合作方式", "预算金额(万元)", "需求概述",
    "现状与已有基础", "落地地点", "联系人", "联系电话", "有效期止",
)  # fmt: skip
PLACES = ("港区", "园区", "景区", "社区", "校区", "地铁站", "停车场", "污水厂", "体育场", "医院")
THINGS = ("无人巡检", "智能客服", "客流预测", "能耗管理", "安全监测", "无人配送", "数字孪生")
NEED = "面向{place}的日常运行，需要{thing}的成套解决方案，覆盖全部点位，减少人工，提高响应速度。"


def workbook(path: Path, rows: int) -> None:
    """Write a list as an office would: a title row, a header, numbers as text."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("清单")
    sheet.write_row(0, 0, ["应用场景机会清单"])
    sheet.write_row(1, 0, HEADINGS)
    for number in range(1, rows + 1):
        place, thing = PLACES[number % len(PLACES)], THINGS[number % len(THINGS)]
        need = NEED.format(place=place, thing=thing)
        row = (
            str(number), f"第{number}号{place}{thing}", f"示例单位{number % 400}", "城市治理",
            "采购解决方案", f"{number % 900 + 10}.50", need, f"{place}现有人工巡检班组。",
            f"{place}{number % 30}号", "联络员", f"0532-8{number % 10_000_000:07d}", "2027年12月",
        )  # fmt: skip
        sheet.write_row(number + 1, 0, row)
    book.close()


def main(rows: int) -> None:
    from django.utils import timezone

    from citystage.foundation.access.stamps import NOBODY, Stamp
    from citystage.foundation.sheets.actions.start import start
    from citystage.foundation.sheets.actions.upload import upload
    from citystage.foundation.sheets.running import bring_in
    from citystage.foundation.sheets.targets import target
    from citystage.foundation.tenancy.models import Unit, plant

    def stamp() -> Stamp:
        return Stamp(actor=NOBODY, at=timezone.now(), channel="cli", request_id=uuid4())

    code = f"bench-{uuid4().hex[:8]}"
    city = plant(parent=None, kind=Unit.Kind.CITY, name=f"示例市{code}", code=code)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        workbook(path, rows)
        for name in ("new", "unchanged"):
            begun = time.perf_counter()
            run = upload(
                path,
                city=city,
                target=target("scenarios"),
                file_name="list.xlsx",
                release="publish",
                stamp=stamp(),
            )
            run = bring_in(start(run, stamp=stamp()), stamps=stamp)
            seconds = time.perf_counter() - begun
            figure = {
                "bench": "import",
                "pass": name,
                "rows": rows,
                "seconds": round(seconds, 2),
                "rows_per_second": round(rows / seconds),
                "counts": run.counts,
            }
            print(json.dumps(figure, ensure_ascii=False))


if __name__ == "__main__":
    with fresh("bench_import"):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
