"""Formulas as people write them, and what they are told when they slip."""

import pytest

from citystage.engines.indicators.checking import Declared, SourceInfo, check
from citystage.engines.indicators.language import (
    Condition,
    Count,
    FormulaError,
    Median,
    Of,
    Ratio,
    Share,
    Sum,
    parts_of,
    sources_of,
)
from citystage.engines.indicators.parsing import parse

DECLARED = Declared(
    sources={
        "answer": SourceInfo(unit="organisation"),
        "trial": SourceInfo(unit="organisation"),
        "opened": SourceInfo(unit="scenario"),
        "landed": SourceInfo(unit="scenario"),
        "deal": SourceInfo(unit="deal", kinds=("purchase", "investment"), amount=True),
    },
    values={"district": ("laoshan", "jimo")},
)


def test_count_reads_sources_and_conditions():
    found = parse('count units of answer, trial where kind = "two words" and proven')

    assert found == Count(
        Of(
            ("answer", "trial"),
            (
                Condition("kind", ("two words",), at=36),
                Condition("standing", ("proven",), at=59),
            ),
            (16, 24),
        )
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("count new units of answer", Count),
        ("sum amount of deal", Sum),
        ("share of units of opened with landed", Share),
        ("median days from opened to landed", Median),
        ("sum amount of deal / count units of deal", Ratio),
    ],
)
def test_every_shape_is_read(text, kind):
    found = parse(text)

    assert isinstance(found, kind)
    assert sources_of(found) <= set(DECLARED.sources)


def test_conditions_take_lists_and_are_turned_over():
    found = parse("count units of answer where district not in (laoshan, jimo) and chain != ai")

    assert [(one.field, one.values, one.negated) for of in parts_of(found) for one in of.where] == [
        ("district", ("laoshan", "jimo"), True),
        ("chain", ("ai",), True),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "",
            (
                "The formula is empty; write one of: count units of …, count new units of …,"
                " sum amount of …, share of units of … with …, median days from … to …."
            ),
        ),
        ("count", "After sign 5, “units” is missing."),
        ("count units answer", "At sign 13, write “of” instead of “answer”."),
        (
            "add units of answer",
            (
                "At sign 1, “add” begins no formula; write one of: count units of …,"
                " count new units of …, sum amount of …, share of units of … with …,"
                " median days from … to …."
            ),
        ),
        ("count units of", "After sign 14, “source” is missing."),
        (
            "count units of where proven",
            "At sign 16, write the name of a source instead of “where”.",
        ),
        (
            "count units of answer where colour = red",
            (
                "At sign 29, “colour” cannot be asked for; write one of: kind, district,"
                " department, chain, owner_kind, proven, claimed."
            ),
        ),
        (
            "count units of answer where kind laoshan",
            "At sign 34, write =, !=, in (…) or not in (…) instead of “laoshan”.",
        ),
        (
            "count units of answer where kind = )",
            "At sign 36, write a value instead of “)”.",
        ),
        ("count units of answer ~", "At sign 23, “~” is not known in a formula."),
        (
            "count units of answer trial",
            "At sign 23, the formula should end; “trial” is too much.",
        ),
        (
            "median days from a to b / count units of a",
            "At sign 25, only counts and sums can be divided.",
        ),
        ("count units of answer /", "After sign 23, “count” is missing."),
    ],
)
def test_a_slip_is_told_with_its_place(text, said):
    with pytest.raises(FormulaError) as fault:
        parse(text)

    assert str(fault.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "count units of answr",
            "At sign 16, there is no source “answr”; is “answer” meant?",
        ),
        (
            "count units of zzz",
            "At sign 16, there is no source “zzz”; known are: answer, deal, landed, opened, trial.",
        ),
        (
            "sum amount of answer",
            "At sign 15, rows of “answer” carry no amount; write count units of.",
        ),
        (
            "count units of deal / sum amount of opened",
            "At sign 37, rows of “opened” carry no amount; write count units of.",
        ),
        (
            "count units of answer, opened",
            (
                "At sign 24, “opened” counts scenario and “answer” counts organisation;"
                " a unit counted once must be of one sort."
            ),
        ),
        (
            "share of units of opened with answer",
            (
                "At sign 31, “answer” counts organisation and “opened” counts scenario;"
                " a unit counted once must be of one sort."
            ),
        ),
        (
            "count units of deal where kind = purchse",
            "At sign 27, kind is never “purchse” here; is “purchase” meant?",
        ),
        (
            "count units of answer where district = xyz",
            "At sign 29, district is never “xyz” here; it can be: jimo, laoshan.",
        ),
        (
            "count units of answer where kind = purchase",
            "At sign 29, kind is never “purchase” here; it can be: –.",
        ),
    ],
)
def test_a_name_nobody_declared_is_told(text, said):
    with pytest.raises(FormulaError) as fault:
        check(parse(text), DECLARED)

    assert str(fault.value) == said


@pytest.mark.parametrize(
    "text",
    [
        "count units of answer, trial where district = jimo and claimed",
        "sum amount of deal where kind in (purchase, investment)",
        "count units of answer / count units of opened",
        "median days from opened to landed where chain = anything",
    ],
)
def test_what_is_declared_passes(text):
    assert check(parse(text), DECLARED) is None
