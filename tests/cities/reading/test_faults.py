"""What is told of packs that are broken as a whole, or in words hard to place."""

import pytest
from django.utils import translation

from citystage.cities.packs.problems import BrokenPack, Problem
from citystage.cities.packs.reading import read_pack
from citystage.kernel.toml_faults import dotted
from tests.cities.reading.faults import problems

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize("parent", ["office", "north"])
def test_read_pack_wants_parents_above_their_children(write, parent: str) -> None:
    folder = write("units.toml", 'code = "north"', f'code = "north"\nparent = "{parent}"')

    assert problems(folder) == [
        (
            "exampleton/units.toml",
            3,
            "units[1].parent",
            f"“{parent}” must stand above the entries under it.",
        )
    ]


def test_read_pack_judges_no_reference_to_a_file_it_could_not_read(write) -> None:
    folder = write("taxonomy.toml", "[[terms]]", "[[terms")

    assert {file for file, *_ in problems(folder)} == {"exampleton/taxonomy.toml"}


@pytest.mark.parametrize(
    ("value", "found"), [("true", "true or false"), ("[]", "a list"), ("{}", "a table")]
)
def test_read_pack_names_what_stands_in_place_of_text(write, value, found) -> None:
    folder = write()
    (folder / "targets.toml").write_text(f'[[targets]]\nunit = {{zh = {value}, en = "x"}}\n')
    reason = f"This must be text, not {found}."

    assert reason in [found[3] for found in problems(folder)]


def test_read_pack_shows_all_faults_of_all_files_at_once(write) -> None:
    folder = write("city.toml", "colour", "color")
    (folder / "lists.toml").write_text('[[lists]]\ncode = "x y"\nsource = "paper"\n')

    found = problems(folder)

    assert [(file, line) for file, line, _key, _reason in found][:2] == [
        ("exampleton/city.toml", 1),
        ("exampleton/city.toml", 8),
    ]
    assert {file for file, *_ in found} == {"exampleton/city.toml", "exampleton/lists.toml"}
    assert len(found) == 7


def test_read_pack_names_the_line_of_a_syntax_error(write) -> None:
    folder = write("units.toml", "tile = [0, 0]", "tile = [0, 0")

    assert problems(folder)[0][:3] == ("exampleton/units.toml", 8, "")


def test_read_pack_names_the_line_of_a_broken_record(write) -> None:
    folder = write("records.jsonl", '"id":"C1",', '"id":"C1"')

    assert problems(folder) == [
        (
            "exampleton/records.jsonl",
            3,
            "",
            "This line is no JSON: Expecting ',' delimiter.",
        )
    ]


def test_read_pack_refuses_another_encoding(write) -> None:
    folder = write()
    (folder / "targets.toml").write_bytes("# 一\n# 示例".encode("gb18030"))

    assert problems(folder) == [
        ("exampleton/targets.toml", 2, "", "This file is not written in UTF-8.")
    ]


def test_read_pack_refuses_files_it_would_pass_over(write) -> None:
    folder = write()
    (folder / "unit.toml").write_text("")

    assert problems(folder) == [("exampleton/unit.toml", 1, "", "A pack has no file of this name.")]


def test_read_pack_says_when_there_is_no_city(tmp_path) -> None:
    found = problems(tmp_path)

    assert found == [(f"{tmp_path.name}/city.toml", 1, "", "This file is missing or empty.")]


def test_broken_pack_speaks_the_language_of_its_reader(write) -> None:
    folder = write("city.toml", "colour =", "color =")

    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)

    assert str(broken.value).splitlines()[0] == "The city pack has 2 faults:"
    with translation.override("zh-hans"), pytest.raises(BrokenPack):
        read_pack(folder)


def test_problem_without_a_key_reads_well() -> None:
    assert str(Problem("a/city.toml", 3, "", "Broken.")) == "a/city.toml, line 3: Broken."
    assert str(Problem("a/b", 1, "x", "Broken.")) == "a/b, line 1, x: Broken."
    assert dotted(("units", 2, "name", "zh")) == "units[3].name.zh"
