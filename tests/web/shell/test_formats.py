from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from citystage.web.shell import formats

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "2026年11月21日"), ("en", "21 Nov 2026")]
)
def test_day_reads_as_each_language_writes_it(language, said):
    with override(language):
        read = formats.day(date(2026, 11, 21))

    assert read == said


def test_moment_is_local_time():
    with override("en"):
        read = formats.moment(datetime(2026, 11, 21, 18, 5, tzinfo=UTC))

    assert read == "22 Nov 2026 02:05"


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (None, "", ""),
        (3_500_000_000, "3,500万元", "CNY 35.0 m"),
        (22_000_000_000, "2.2亿元", "CNY 220.0 m"),
        (150_000, "1,500元", "CNY 1,500"),
        (120_000_000_000, "12亿元", "CNY 1.20 bn"),
    ],
)
def test_money_takes_the_unit_of_its_size(fen, zh, en):
    with override("zh-hans"):
        chinese = formats.money(fen)
    with override("en"):
        english = formats.money(fen)

    assert (chinese, english) == (zh, en)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(seconds=-5), "in a moment"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=-7), "in 7 minutes"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=-1), "in 1 hour"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=-1), "in 1 day"),
        (timedelta(days=40), "12 Oct 2026"),
    ],
)
def test_relative_takes_one_unit(ago, said):
    with override("en"):
        read = formats.relative(NOW - ago, now=NOW)

    assert read == said


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (NOW, "closed"),
        (NOW + timedelta(hours=2), "closes today"),
        (NOW + timedelta(days=9, hours=1), "9 days left"),
        (date(2026, 11, 23), "1 day left"),
    ],
)
def test_days_left_counts_whole_days(until, said):
    with override("en"):
        read = formats.days_left(until, now=NOW)

    assert read == said


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("张", "*"),
        ("张三丰", "张**"),
        ("13812345678", "138****5678"),
        ("0532-5550 1234", "053****1234"),
        ("zhang.san@example.cn", "z***@example.cn"),
    ],
)
def test_masked_hides_who_it_is(written, shown):
    assert formats.masked(written) == shown


def test_count_separates_thousands():
    assert formats.count(1234567) == "1,234,567"
