"""A broken pack names file, line and key of every fault."""

import pytest

from tests.cities.reading.faults import problems

pytestmark = pytest.mark.usefixtures("english")


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
