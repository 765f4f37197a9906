"""A small pack of an invented city, to break in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

CITY = """\
[city]
code = "exampleton"
area_code = "990100"
name = {zh = "示例市", en = "Exampleton"}
short_name = {zh = "示例", en = "Exampleton"}
tagline = {zh = "示例", en = "An example"}
number_prefix = "EX"
colour = "#0a5fa8"
languages = ["zh-hans", "en"]
coordinator = "office"

[[sources]]
code = "paper"
title = "示例日报"
publisher = "示例日报社"
published = 2026-04-16
reference = "paper.txt"
"""
UNITS = """\
[[units]]
code = "north"
kind = "district"
name = {zh = "北区", en = "North"}
area_code = "990101"
tile = [0, 0]

[[units]]
code = "office"
kind = "department"
name = {zh = "示例办公室", en = "Office"}
named_by = ["paper"]

[[organisations]]
code = "works"
kind = "company"
name = "示例制造有限公司"
district = "north"
introduction = "示例企业。"
named_by = ["paper"]
"""
TAXONOMY = """\
[[terms]]
scheme = "chain"
code = "machines"
name = {zh = "示例装备", en = "Machines"}

[[terms]]
scheme = "chain"
code = "robots"
name = {zh = "示例机器人", en = "Robots"}
parent = "machines"
certain = false
"""
CALLS = """\
[[calls]]
code = "needs"
title = {zh = "示例征集", en = "Example call"}
purpose = {zh = "示例", en = "Example"}
kind = "scenario"
form = "scenario"
opens_at = 2026-01-01T00:00:00+08:00
closes_at = 2026-12-31T00:00:00+08:00
eligibility = {zh = "示例", en = "Example"}
default_quota = 3
quotas = {north = 5}
opinions = "side_by_side"
opinion_days = 5
notice_days = 5
basis = {zh = "示例", en = "Example"}
"""
TARGETS = """\
[[targets]]
code = "ten"
name = {zh = "示例", en = "Example"}
at_least = 10
unit = {zh = "个", en = "things"}
plan = "three-years"
period = "whole"
counts = {zh = "示例", en = "Example"}
source = "paper"

[[plans]]
code = "three-years"
name = {zh = "示例计划", en = "Example plan"}
from_year = 2026
until_year = 2028
source = "paper"
"""
REPORTED = """\
[[readings]]
code = "labs-2026"
name = {zh = "示例实验室", en = "Example labs"}
value = 130
unit = {zh = "家", en = "labs"}
as_written = "130家"
as_of_text = {zh = "2026年4月", en = "April 2026"}
source = "paper"
quote = "分6批认定场景实验室130家"
place = {zh = "第3段", en = "paragraph 3"}
"""
LISTS = """\
[[lists]]
code = "first"
kind = "opportunity"
title = {zh = "示例清单", en = "Example list"}
stated_count = 4
published = 2026-04-16
publisher = "示例市"
source = "paper"
items = [{record = "S1"}, {title = "只知道名称的一项", organisation = "works"}]
"""
RECORDS = """\
{"kind":"scenario","id":"S1","title":"示例港区无人集卡","level":"list_item","owner":"works","owner_as_written":"示例制造","field":"port-shipping","chain":"robots","district":"north","description":"示例。","published":"2026-04-16","source":"paper"}

{"kind":"capability","id":"C1","title":"示例能力","level":"capability","owner":"works","field":"robotics","description":"示例。","source":"paper"}
"""
FILES = {
    "city.toml": CITY,
    "units.toml": UNITS,
    "taxonomy.toml": TAXONOMY,
    "calls.toml": CALLS,
    "targets.toml": TARGETS,
    "reported.toml": REPORTED,
    "lists.toml": LISTS,
    "records.jsonl": RECORDS,
}

type Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the pack with some files replaced, or with one text in one file exchanged."""

    def written(file: str = "", old: str = "", new: str = "", **_: object) -> Path:
        folder = tmp_path / "exampleton"
        folder.mkdir(exist_ok=True)
        for name, text in FILES.items():
            assert name != file or old in text
            (folder / name).write_text(text.replace(old, new) if name == file else text)
        return folder

    return written
