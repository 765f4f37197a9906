"""A broken pack names file, line and key of every fault; a sound one reads into frozen values."""

import re
from datetime import date

import pytest
from django.utils import translation
from pydantic import ValidationError

from citystage.cities.packs.problems import BrokenPack, Problem, dotted
from citystage.cities.packs.reading import NoSuchPack, find_pack, pack_names, read_pack

pytestmark = pytest.mark.usefixtures("english")


def problems(folder) -> list[tuple[str, int, str, str]]:
    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)
    return [(p.file, p.line, p.key, p.reason) for p in broken.value.problems]


def test_read_pack_reads_a_sound_pack(write) -> None:
    pack = read_pack(write())

    assert pack.city.name.en == "Exampleton"
    assert [unit.code for unit in pack.units] == ["north", "office"]
    assert pack.sources[0].published == date(2026, 4, 16)
    assert [record.id for record in pack.records] == ["S1", "C1"]
    assert {form.code for form in pack.forms} == {"scenario"}
    assert sum(part.weight for part in pack.parts) == 100


def test_read_pack_gives_frozen_values(write) -> None:
    pack = read_pack(write())

    with pytest.raises(ValidationError):
        pack.city.code = "other"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "key", "reason"),
    [
        (
            "city.toml",
            "colour",
            'motto = "x"\ncolour',
            8,
            "city.motto",
            "This key is not known here.",
        ),
        ("city.toml", 'code = "exampleton"\n', "", 1, "city.code", "This key is missing."),
        (
            "city.toml",
            '"990100"',
            "990100",
            3,
            "city.area_code",
            "This must be text, not a number.",
        ),
        (
            "city.toml",
            '"#0a5fa8"',
            '"blue"',
            8,
            "city.colour",
            "This does not have the form ^#[0-9a-f]{6}$.",
        ),
        (
            "city.toml",
            '["zh-hans", "en"]',
            '["zh-hans", "fr"]',
            9,
            "city.languages[2]",
            "“fr” is not one of 'zh-hans', 'en'.",
        ),
        (
            "city.toml",
            '["zh-hans", "en"]',
            '"en"',
            9,
            "city.languages",
            "This must be a list, not text.",
        ),
        ("city.toml", '["zh-hans", "en"]', "[]", 9, "city.languages", "This must not be empty."),
        (
            "city.toml",
            "2026-04-16",
            '"April"',
            16,
            "sources[1].published",
            "This must be a date such as 2026-04-16, not text.",
        ),
        (
            "city.toml",
            '"office"',
            '"offic"',
            10,
            "city.coordinator",
            "There is no “offic”; is “office” meant?",
        ),
        (
            "units.toml",
            'en = "North"',
            "en = 2026-01-01",
            4,
            "units[1].name.en",
            "This must be text, not a date or time.",
        ),
        (
            "units.toml",
            "[0, 0]",
            "[0, 99]",
            6,
            "units[1].tile[2]",
            "This must be at most 20.",
        ),
        (
            "units.toml",
            "[[organisations]]\n",
            (
                '[[organisations]]\ncode = "north"\nkind = "fund"\nname = "x"\n'
                'named_by = ["paper"]\n[[organisations]]\n'
            ),
            15,
            "organisations[1].code",
            "“north” is given twice; it stands on line 2 already.",
        ),
        (
            "units.toml",
            'district = "north"',
            'district = "somewhere"',
            18,
            "organisations[1].district",
            "There is no “somewhere”.",
        ),
        (
            "taxonomy.toml",
            'parent = "machines"',
            '[[terms]]\nscheme = "chain"\nname = {zh = "一", en = "x"}\ncode = "robots"',
            13,
            "terms[3].code",
            "“robots” is given twice; it stands on line 8 already.",
        ),
        (
            "taxonomy.toml",
            "certain = false",
            'certain = "no"',
            11,
            "terms[2].certain",
            "This must be true or false, not text.",
        ),
        (
            "calls.toml",
            "north = 5",
            "nort = 5",
            11,
            "calls[1].quotas.nort",
            "There is no “nort”; is “north” meant?",
        ),
        (
            "calls.toml",
            "2026-12-31",
            "2025-12-31",
            1,
            "calls[1]",
            "A call must close after it opens.",
        ),
        (
            "calls.toml",
            "closes_at = 2026-12-31T00:00:00+08:00\n",
            "",
            1,
            "calls[1]",
            "A call either has a closing time or is always open.",
        ),
        (
            "calls.toml",
            "default_quota = 3",
            "default_quota = -1",
            10,
            "calls[1].default_quota",
            "This must be at least 0.",
        ),
        (
            "calls.toml",
            "2026-01-01T00:00:00+08:00",
            "2026-01-01T00:00:00",
            7,
            "calls[1].opens_at",
            "This time needs its zone, as in 2026-01-01T09:00:00+08:00.",
        ),
        (
            "targets.toml",
            "at_least = 10",
            "at_least = true",
            4,
            "targets[1].at_least",
            "This must be a whole number, not true or false.",
        ),
        (
            "lists.toml",
            '{record = "S1"}',
            '{record = "S9"}',
            9,
            "lists[1].items[1].record",
            "There is no “S9”.",
        ),
        (
            "records.jsonl",
            '"field":"port-shipping"',
            '"field":"port-shiping"',
            1,
            "field",
            "There is no “port-shiping”; is “port-shipping” meant?",
        ),
        (
            "records.jsonl",
            '"level":"capability"',
            '"level":[]',
            3,
            "level",
            (
                "“[]” is not one of 'list_item', 'super_scenario', 'landmark', 'policy_direction',"
                " 'capability'."
            ),
        ),
    ],
)
def test_read_pack_names_file_line_and_key(  # noqa: PLR0913, PLR0917 -- one row of the table
    write, file, old, new, line, key, reason
) -> None:
    folder = write(file, old, new)

    assert problems(folder) == [(f"exampleton/{file}", line, key, reason)]


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


def test_a_form_of_the_city_replaces_that_of_the_base(write) -> None:
    folder = write()
    (folder / "forms.toml").write_text(
        '[[forms]]\ncode = "scenario"\ntitle = {zh = "短表", en = "Short"}\n'
        '[[forms.fields]]\nkey = "title"\nlabel = {zh = "名称", en = "Title"}\ntype = "text"\n'
        'required = true\nstage = "intake"\nhelp = {zh = "一", en = "h"}\n'
        'example = {zh = "一", en = "e"}\n'
    )

    pack = read_pack(folder)

    assert [form.title.en for form in pack.forms] == ["Short"]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ('type = "choice"', "A field of choices needs options."),
        ('type = "term"', "A field of terms needs the scheme they come from."),
        (
            'type = "text"\nshow_if = {field = "title"}',
            "Give either “equals” or “in”, not both and not neither.",
        ),
    ],
)
def test_a_form_field_has_what_its_type_needs(write, extra, reason) -> None:
    folder = write()
    (folder / "forms.toml").write_text(
        '[[forms]]\ncode = "short"\ntitle = {zh = "短表", en = "Short"}\n'
        '[[forms.fields]]\nkey = "title"\nlabel = {zh = "名称", en = "Title"}\n'
        'required = true\nstage = "intake"\nhelp = {zh = "一", en = "h"}\n'
        f'example = {{zh = "一", en = "e"}}\n{extra}\n'
    )

    assert [found[3] for found in problems(folder)] == [reason]


def test_a_pattern_of_the_gate_must_be_a_regular_expression(write) -> None:
    folder = write()
    (folder / "quality.toml").write_text(
        '[[parts]]\ncode = "goal"\nname = {zh = "一", en = "g"}\nweight = 10\nreads = ["goals"]\n'
        'why = {zh = "一", en = "w"}\nmissing = {zh = "一", en = "m"}\n'
        'example = {zh = "一", en = "e"}\n'
        'patterns = [{code = "x", name = {zh = "一", en = "x"}, pattern = "("}]\n'
    )

    assert problems(folder) == [
        (
            "exampleton/quality.toml",
            9,
            "parts[1].patterns[1].pattern",
            "This is no regular expression: missing ), unterminated subpattern at position 0.",
        )
    ]


def test_find_pack_takes_a_name_or_a_folder(write) -> None:
    folder = write()

    assert find_pack(str(folder)) == folder
    assert find_pack("qingdao").name == "qingdao"


def test_find_pack_names_the_packs_there_are() -> None:
    with pytest.raises(NoSuchPack, match=re.escape("chengdu, qingdao")):
        find_pack("atlantis")


def test_problem_without_a_key_reads_well() -> None:
    assert str(Problem("a/city.toml", 3, "", "Broken.")) == "a/city.toml, line 3: Broken."
    assert str(Problem("a/b", 1, "x", "Broken.")) == "a/b, line 1, x: Broken."
    assert dotted(("units", 2, "name", "zh")) == "units[3].name.zh"


@pytest.mark.parametrize("name", ["chengdu", "qingdao"])
def test_every_pack_of_the_product_reads(name: str) -> None:
    pack = read_pack(find_pack(name))

    assert name in pack_names()
    tiles = [unit.tile for unit in pack.units if unit.tile]
    assert len(tiles) == len(set(tiles)) == sum(u.kind == "district" for u in pack.units)
    coded = [unit.area_code for unit in pack.units if unit.area_code]
    assert all(code.startswith(pack.city.area_code[:4]) for code in coded)
    assert len(coded) == len(set(coded))
    for released in pack.lists:
        assert len(released.items) <= released.stated_count


def test_the_packs_hold_what_the_articles_state() -> None:
    qingdao, chengdu = (read_pack(find_pack(name)) for name in ("qingdao", "chengdu"))

    assert sum(unit.kind == "district" for unit in qingdao.units) == 10
    assert {t.code: t.at_least for t in qingdao.targets if t.period == "whole"} == {
        "super-scenarios": 10,
        "new-technologies": 100,
        "firms-brought-in": 100,
        "firms-served": 1000,
    }
    assert sum(record.tier == "super" for record in qingdao.records) == 8
    assert [term.code for term in qingdao.terms if term.scheme == "action"].__len__() == 6
    assert {r.code: r.stated_count for r in chengdu.lists} == {
        "opportunity-2019": 1500,
        "state-firms-2025": 48,
    }
    assert len(chengdu.records) == 11


def test_the_scenario_form_asks_six_questions_at_intake() -> None:
    form = read_pack(find_pack("qingdao")).forms[0]

    intake = [field.key for field in form.fields if field.stage == "intake"]
    assert intake == ["title", "owner_unit", "side", "district", "need", "contact"]
    assert all(field.help.zh and field.example.en for field in form.fields)
