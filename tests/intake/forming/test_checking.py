"""A definition says what is wrong with it, field by field."""

import tomllib
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citystage.foundation.taxonomy.models import Scheme
from citystage.stages.intake.forming.checking import problems
from citystage.stages.intake.forming.definition import SCHEMES
from tests.conftest import FORM as TOWN_FORM
from tests.intake.forming.samples import EVERYTHING, OPTIONS, TITLE, field, words

BASE = Path(__file__).parents[3] / "citystage/cities/base/forms.toml"


def said(*fields):
    with translation.override("en"):
        return [str(problem) for problem in problems({"fields": list(fields)})]


def test_problems_are_none_for_a_right_form():
    assert problems(EVERYTHING) == []
    assert problems(TOWN_FORM) == []


def test_problems_are_none_for_the_forms_of_the_packs():
    forms = tomllib.loads(BASE.read_text())["forms"]

    assert [problems({"fields": form["fields"]}) for form in forms] == [[] for _ in forms]


def test_schemes_are_those_of_the_taxonomy():
    assert list(SCHEMES) == list(Scheme.values)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"key": "Wrong Key"}, "The key must begin with a small letter"),
        ({"key": "title"}, "Another field already has this key."),
        ({"label": {"zh": "甲"}}, "The label is needed in Chinese and in English."),
        ({"label": "甲"}, "The label must be given as a text in zh and in en."),
        ({"help": {"zh": 1}}, "The help must be given as a text in zh and in en."),
        ({"help": words("甲" * 2001)}, "The help may have at most 2000 characters."),
        ({"type": "colour"}, "The type must be one of: text, long_text"),
        ({"type": ["text"]}, "The type must be one of: text, long_text"),
        ({"stage": "later"}, "The stage must be “intake” or “polish”."),
        ({"required": "yes"}, "“required” must be true or false."),
        ({"type": "choice"}, "A field of choices needs options."),
        ({"options": OPTIONS}, "Only fields of choices have options."),
        (
            {"type": "choice", "options": [*OPTIONS, OPTIONS[0]]},
            "The option “settled” stands there",
        ),
        ({"type": "choice", "options": ["a"]}, "Option no. 1 needs a value"),
        ({"type": "choice", "options": [{"value": "a"}]}, "The option “a” needs a label"),
        (
            {
                "type": "choice",
                "options": [{"value": f"v{n}", "label": words("甲")} for n in range(61)],
            },
            "A field has at most 60 options.",
        ),
        ({"type": "term"}, "A field of terms needs a scheme"),
        ({"max_length": 0}, "The greatest length must be a whole number from 1 to 1000."),
        ({"max_length": True}, "The greatest length must be a whole number from 1 to 1000."),
        ({"min": "1"}, "The least and the greatest value must be numbers."),
        ({"min": float("nan")}, "The least and the greatest value must be numbers."),
        ({"min": 2, "max": 1}, "The least value is above the greatest."),
        ({"show_if": "x"}, "The condition must name a field."),
        ({"show_if": {"field": "later", "equals": "a"}}, "The condition names “later”"),
        ({"show_if": {"field": "title", "equals": "a"}}, "A condition can only ask"),
        ({"show_if": {"field": "known"}}, "The condition needs either"),
        ({"show_if": {"field": "known", "in": "settled"}}, "“in” must be a list of answers."),
        ({"show_if": {"field": "known", "in": [1]}}, "The condition must name answers as texts."),
        ({"show_if": {"field": "known", "equals": "x"}}, "The condition asks for “x”"),
        ({"show_if": {"field": "sure", "equals": "yes"}}, "The condition on a yes-or-no field"),
        ({"colour": "red"}, "These settings are not known: colour."),
    ],
)
def test_problems_name_the_field_and_what_to_do(settings, problem):
    before = [TITLE, field("known", "choice", options=OPTIONS), field("sure", "boolean")]

    found = said(*before, field("one", "text") | settings)

    assert len(found) == 1
    assert found[0].startswith(f"Field “{settings.get('key', 'one')}”: {problem}")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ([], "A form needs at least one field."),
        ([field("need", "text")], "A form needs a field “title”: it names the application."),
        (
            [TITLE | {"required": False}],
            "Field “title”: It must be a required line of text without a condition.",
        ),
        ([TITLE | {"stage": "polish"}], "Field “title”: It must be asked at intake."),
        ([TITLE, 5], "Field no. 2 is not a table of settings."),
        ([TITLE] * 81, "A form has at most 80 fields."),
    ],
)
def test_problems_speak_of_the_form_as_a_whole(fields, problem):
    assert said(*fields) == [problem]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
keys = st.sampled_from(
    [*EVERYTHING["fields"][5], "scheme", "options", "multiple", "max", "max_length"]
)
shaken = st.builds(
    lambda at, key, value: {
        "fields": [f | {key: value} if n == at else f for n, f in enumerate(EVERYTHING["fields"])]
    },
    st.integers(0, len(EVERYTHING["fields"]) - 1),
    keys,
    json,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(json | shaken)
def test_problems_never_crash(definition):
    assert all(str(problem) for problem in problems(definition))
