"""The line finder names the line on which a key really stands."""

import string
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.kernel.toml_lines import KeyPath, key_lines, nearest_line

SAMPLE = '''# a comment with [brackets] and = signs
top = 1
"quoted key" = 'single'

[city]
name = {zh = "青岛", en = "Qingdao # not a comment"}
colours = [
  "red", # one
  # between
  {deep = "blue"},
]
text = """
[units]
code = "no key at all"
"""
a.b.c = 2026-04-16

[[units]]
code = "first"

[[units]]
code = "second"
[units.more]
x = """ends with a quote""""
[[units.parts]]
y = """\\"""\\"""" # escaped quotes
[[units.parts]]
y = \'\'\'it's raw\'\'\'
'''


def paths_of(data: object, path: KeyPath = ()) -> list[KeyPath]:
    """Every key path and element path of what tomllib read."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    found: list[KeyPath] = []
    for step, value in pairs:
        found.append((*path, step))
        if isinstance(value, dict | list):
            found += paths_of(value, (*path, step))
    return found


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("quoted key",), 3),
        (("city",), 5),
        (("city", "name", "en"), 6),
        (("city", "colours"), 7),
        (("city", "colours", 0), 8),
        (("city", "colours", 1, "deep"), 10),
        (("city", "text"), 12),
        (("city", "a", "b", "c"), 16),
        (("units", 0, "code"), 19),
        (("units", 1), 21),
        (("units", 1, "code"), 22),
        (("units", 1, "more", "x"), 24),
        (("units", 1, "parts", 0, "y"), 26),
        (("units", 1, "parts", 1, "y"), 28),
    ],
)
def test_key_lines_names_the_line_of_each_key(path: KeyPath, line: int) -> None:
    assert key_lines(SAMPLE)[path] == line


def test_key_lines_finds_every_path_tomllib_reads_and_no_other() -> None:
    assert sorted(map(str, key_lines(SAMPLE))) == sorted(map(str, paths_of(tomllib.loads(SAMPLE))))


def test_nearest_line_falls_back_to_the_table_around() -> None:
    lines = key_lines(SAMPLE)

    assert nearest_line(lines, ("units", 1, "missing")) == 21
    assert nearest_line(lines, ("nowhere",)) == 1


def test_key_lines_refuses_what_is_no_toml() -> None:
    with pytest.raises(ValueError, match="line 2"):
        key_lines("a = 1\n= 2\n")


KEYS = st.one_of(
    st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=6),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6),
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
SCALARS = st.one_of(WORDS, st.integers(-9, 10**6), st.booleans(), st.dates())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
GAPS = st.sampled_from(["", "\n", '# [a] = "b\n\n', "   \n\t# x\n"])


def quoted(text: str) -> str:
    escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


def written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ",\n ".join(map(written, value)) + " # end\n]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {written(v)}" for k, v in value.items()) + "}"
    return str(value)


@given(
    top=st.dictionaries(KEYS, VALUES, max_size=4),
    rows=st.lists(st.dictionaries(KEYS, VALUES, max_size=3), max_size=3),
    gap=GAPS,
)
def test_key_lines_agrees_with_tomllib_on_any_document(top, rows, gap) -> None:
    text, expected = "", {}
    for key, value in top.items():
        text += gap
        expected[f"k{key}",] = text.count("\n") + 1
        text += f"{quoted('k' + key)} = {written(value)}\n"
    for number, row in enumerate(rows):
        text += gap
        expected["rows", number] = text.count("\n") + 1
        text += "[[rows]] # row\n"
        for key, value in row.items():
            expected["rows", number, key] = text.count("\n") + 1
            text += f"{quoted(key)} = {written(value)}\n"

    lines = key_lines(text)

    assert {path: lines[path] for path in expected} == expected
    assert set(lines) == set(paths_of(tomllib.loads(text)))
