"""For every indicator of the base: the lines behind the number make the number."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import pytest

from citystage.engines.indicators.language import Count, Median, Ratio, Share, Sum
from citystage.engines.indicators.periods import period
from citystage.stages.evaluation.deriving.counting import counted_whole
from citystage.stages.evaluation.deriving.reading import keep_whole
from citystage.stages.evaluation.figure_lines import behind, told
from citystage.stages.evaluation.figure_settings import terms_of
from citystage.stages.evaluation.models import Evidence
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries.evidence import BOTTOM, TOP, Cut, newest, units
from citystage.stages.evaluation.sources import SOURCES
from tests.conftest import NOON
from tests.evaluation.figures.counted import counts, indicator

CENT = Decimal("0.01")
PERIODS = ("2026", "2026Q2", "2025", "2026-2028")


@pytest.fixture
def city(town):
    counts(
        town.city,
        indicator("new-first", "count new units of first_use"),
        indicator("only-claimed", "count units of arrival where claimed"),
    )
    dice = random.Random(7)  # noqa: S311 -- dice with a fixed seed
    rows = [_row(town.city, number, dice) for number in range(900)]
    Evidence.objects.bulk_create(rows)
    indicators = terms_of(town.city.pk).indicators
    counted = counted_whole(town.city, indicators)
    for one in indicators:
        keep_whole(town.city, one, counted[one.code], at=NOON)
    return town.city


def _row(city, number, dice):
    source = dice.choice(list(SOURCES.values()))
    return Evidence(
        city=city,
        source=source.code,
        record=f"{source.record}:{number}",
        unit=f"{source.unit}:{dice.randrange(12)}",
        happened_on=date(2025, 6, 1) + timedelta(days=dice.randrange(700)),
        kind=dice.choice(list(source.kinds) or [""]),
        district=dice.choice(["", "laoshan", "jimo"]),
        department=dice.choice(["", "transport"]),
        owner_kind=dice.choice(["", "company"]),
        amount=dice.randrange(10_000) if source.amount else 0,
        proven=dice.random() < 0.8,
        since_at=NOON,
    )


def _made_of(formula, lines):
    """The number again, from the printed lines alone."""
    match formula:
        case Count():
            return Decimal(len(lines))
        case Sum():
            return sum((Decimal(str(one["amount"])) for one in lines), Decimal(0))
        case Share():
            share = 100 * Decimal(sum(one["counted"] for one in lines)) / len(lines)
            return share.quantize(CENT, ROUND_HALF_UP)
        case Median():
            return Decimal(str(median(one["days"] for one in lines)))
        case Ratio():
            sides = {
                side: [one for one in lines if one["side"] == side] for side in ("top", "bottom")
            }
            top = sum((Decimal(str(one["amount"])) for one in sides["top"]), Decimal(0))
            return (top / len(sides["bottom"])).quantize(CENT, ROUND_HALF_UP)


def test_the_lines_of_every_indicator_make_its_number(city):
    checked = 0
    for one in terms_of(city.pk).indicators:
        for word in PERIODS:
            for by, key in (("", ""), ("district", "laoshan"), ("department", "transport")):
                if by and by not in one.splits:
                    continue
                figure = figures.value(city, one.code, word, by, key)
                cut = Cut(city=city, indicator=one, period=period(word), by=by, key=key)
                lines = list(behind(cut))
                if figure is None or figure.value is None:
                    assert lines == [] or isinstance(one.parsed, Ratio)
                    continue
                assert figure.evidence == len(lines), one.code
                if lines:
                    assert figure.value == _made_of(one.parsed, lines), (one.code, word, by)
                    checked += 1
    assert checked > 150


def test_every_line_names_its_records_and_units_once(city):
    for one in terms_of(city.pk).indicators:
        cut = Cut(city=city, indicator=one, period=period("2026"))
        lines = list(behind(cut))
        keys = [(line["unit"], line.get("side")) for line in lines]

        assert len(keys) == len(set(keys)), one.code
        assert all(line["records"] for line in lines), one.code


def test_what_is_told_of_a_figure_without_evidence(city):
    nothing = {one.code: told(city, one, "2019") for one in terms_of(city.pk).indicators}

    assert nothing["firms-served"]["value"] == 0
    assert nothing["purchases-agreed"]["value"] == 0
    assert nothing["answer-rate"]["value"] is None
    assert nothing["days-to-landing"]["value"] is None
    assert nothing["project-size"]["value"] is None
    assert {one["evidence"] for one in nothing.values()} == {0}


@pytest.mark.parametrize("proven", [True, False])
def test_the_newest_units_are_the_first_of_the_whole_order(city, proven):
    looked = 0
    for one in terms_of(city.pk).indicators:
        for word in PERIODS:
            for side in (TOP, BOTTOM):
                cut = Cut(city=city, indicator=one, period=period(word), side=side)
                whole = list(units(cut, proven=proven))
                for number in range(1, len(whole) + 1):
                    found = newest(cut, number, lambda rows: rows, proven=proven)
                    assert found is None or found == whole[:number], (one.code, word, number)
                    looked += found is not None
    assert looked > (300 if proven else 100)


def test_a_year_that_holds_too_few_tells_no_newest(city):
    one = terms_of(city.pk).find("firms-served")
    cut = Cut(city=city, indicator=one, period=period("2026"))

    assert newest(cut, 13, lambda rows: rows) is None
