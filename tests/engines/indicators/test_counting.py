"""Tallies: each unit once, proven and claimed apart, whole and increment alike."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from citystage.engines.indicators.counting import Cell, Shape, applied, listed, tally, value
from citystage.engines.indicators.language import DIMENSIONS
from citystage.engines.indicators.parsing import parse
from citystage.engines.indicators.periods import Span
from citystage.engines.indicators.rows import Columns, Row

SHAPE = Shape(splits=DIMENSIONS, spans=(Span(2026, 2028), Span(2025, 2026)))
FORMULAS = [
    "count units of a",
    "count units of a, b where kind = x",
    "count new units of a, b",
    "count units of a where claimed",
    "sum amount of a where kind != y",
    "share of units of a with b",
    "share of units of a where district in (d1, d2) with a where kind = x",
    "median days from a to b",
    "sum amount of a / count units of b",
    "count units of a / count units of b",
]


def read(text, rows, cell, *, proven=True):
    formula = parse(text)
    measure = tally(formula, Columns.of(rows), SHAPE).get(cell)
    if measure is None:
        return None
    return value(formula, measure.proven if proven else measure.all)


def test_a_unit_two_departments_claim_counts_once_and_in_both_parts():
    rows = [
        Row("a", "firm", date(2026, 3, 1), department="transport"),
        Row("a", "firm", date(2026, 4, 1), department="health"),
    ]

    found = tally(parse("count units of a"), Columns.of(rows), SHAPE)

    assert found[Cell("2026")].proven == {"n": 1}
    assert found[Cell("2026", "department", "transport")].proven == {"n": 1}
    assert found[Cell("2026", "department", "health")].proven == {"n": 1}


def test_a_claim_without_evidence_is_no_part_of_the_value():
    rows = [Row("a", "u1", date(2026, 3, 1)), Row("a", "u2", date(2026, 3, 1), proven=False)]

    assert read("count units of a", rows, Cell("2026")) == 1
    assert read("count units of a", rows, Cell("2026"), proven=False) == 2


def test_a_new_unit_counts_in_its_first_period_only():
    rows = [Row("a", "u", date(2025, 12, 31)), Row("a", "u", date(2026, 1, 1))]
    formula = parse("count new units of a")

    found = tally(formula, Columns.of(rows), SHAPE)

    assert {cell.period for cell in found if not cell.by} == {
        "2025",
        "2025Q4",
        "2025-2026",
        "ever",
    }


def test_of_an_amount_the_latest_row_counts():
    rows = [
        Row("a", "deal", date(2026, 1, 1), amount=500),
        Row("a", "deal", date(2026, 2, 1), amount=300),
        Row("a", "other", date(2026, 2, 1), amount=7),
    ]

    assert read("sum amount of a", rows, Cell("2026")) == Decimal("3.07")
    assert read("sum amount of a", rows, Cell("2026Q1")) == Decimal("3.07")


def test_an_amount_beyond_floats_is_exact():
    rows = [Row("a", f"u{n}", date(2026, 1, 1), amount=9_007_199_254_740_993) for n in range(3)]

    assert read("sum amount of a", rows, Cell("2026")) == Decimal("270215977642229.79")


def test_a_share_asks_whenever():
    rows = [
        Row("a", "u1", date(2026, 1, 1)),
        Row("a", "u2", date(2026, 1, 1)),
        Row("a", "u3", date(2026, 1, 1)),
        Row("b", "u1", date(2031, 1, 1)),
    ]

    assert read("share of units of a with b", rows, Cell("2026")) == Decimal("33.33")
    assert read("share of units of b with a", rows, Cell("2026")) is None


def test_a_median_stands_in_the_period_of_the_end():
    rows = [
        Row("a", "u1", date(2026, 1, 1)),
        Row("b", "u1", date(2026, 1, 11)),
        Row("a", "u2", date(2026, 1, 1)),
        Row("b", "u2", date(2025, 12, 1)),
        Row("b", "u2", date(2026, 1, 4)),
        Row("b", "u2", date(2026, 9, 1)),
        Row("b", "u3", date(2026, 1, 4)),
    ]

    assert read("median days from a to b", rows, Cell("2026")) == Decimal("6.5")
    assert read("median days from a to b", rows, Cell("2026Q3")) is None


def test_a_ratio_of_amount_over_units_is_in_yuan():
    rows = [
        Row("a", "u1", date(2026, 1, 1), amount=100_00),
        Row("a", "u2", date(2026, 1, 1), amount=50_00),
        Row("a", "u3", date(2026, 1, 1)),
    ]

    assert read("sum amount of a / count units of a", rows, Cell("2026")) == Decimal("50.00")
    assert read("count units of a / sum amount of a", rows, Cell("2026")) == Decimal("0.02")
    assert read("count units of a / count units of b", rows, Cell("2026")) is None


def test_nothing_at_all_has_no_cells():
    for text in FORMULAS:
        assert tally(parse(text), Columns.of([]), SHAPE) == {}


def test_columns_give_their_rows_back():
    rows = [
        Row("a", "u", date(2026, 1, 1), "x", "d", "p", "c", "o", 5, proven=False),
        Row("b", "v", date(1999, 12, 31)),
    ]

    assert list(Columns.of(rows)) == rows


ROWS = some.lists(
    some.builds(
        Row,
        source=some.sampled_from("abc"),
        unit=some.sampled_from(["u1", "u2", "u3", "u4"]),
        on=some.dates(date(2025, 10, 1), date(2027, 3, 31)),
        kind=some.sampled_from(["", "x", "y"]),
        district=some.sampled_from(["", "d1", "d2"]),
        department=some.sampled_from(["", "p1"]),
        chain=some.just(""),
        owner_kind=some.sampled_from(["", "company"]),
        amount=some.integers(0, 5),
        proven=some.booleans(),
    ),
    max_size=25,
)


@given(before=ROWS, after=ROWS, text=some.sampled_from(FORMULAS))
def test_whole_and_increment_agree(before, after, text):
    """Some units' rows are replaced: what they added goes, what they add comes."""
    formula = parse(text)
    touched = {row.unit for row in after}
    kept = [row for row in before if row.unit not in touched]

    whole = tally(formula, Columns.of([*kept, *after]), SHAPE)
    by_increment = applied(
        tally(formula, Columns.of(before), SHAPE),
        gone=tally(formula, Columns.of([r for r in before if r.unit in touched]), SHAPE),
        come=tally(formula, Columns.of(after), SHAPE),
    )

    assert by_increment == {cell: measure for cell, measure in whole.items() if measure}


@given(rows=ROWS, text=some.sampled_from(FORMULAS), dice=some.randoms())
def test_the_order_of_rows_does_not_matter(rows, text, dice):
    formula, mixed = parse(text), list(rows)
    dice.shuffle(mixed)

    assert tally(formula, Columns.of(rows), SHAPE) == tally(formula, Columns.of(mixed), SHAPE)


@given(rows=ROWS)
def test_a_count_is_the_number_of_distinct_units(rows):
    formula = parse("count units of a, b")

    found = tally(formula, Columns.of(rows), SHAPE).get(Cell("ever"))

    wanted = {row.unit for row in rows if row.source in {"a", "b"} and row.proven}
    assert (listed(formula, found.proven) if found else 0) == len(wanted)
