"""Forms and the quality gate of a pack."""

import pytest

from citystage.cities.packs.reading import read_pack
from tests.cities.reading.faults import problems

pytestmark = pytest.mark.usefixtures("english")


def test_a_form_of_the_city_replaces_that_of_the_base(write) -> None:
    folder = write()
    (folder / "forms.toml").write_text(
        '[[forms]]\ncode = "scenario"\ntitle = {zh = "短表", en = "Short"}\n'
        '[[forms.fields]]\nkey = "title"\nlabel = {zh = "名称", en = "Title"}\ntype = "text"\n'
        'required = true\nstage = "intake"\nhelp = {zh = "一", en = "h"}\n'
        'example = {zh = "一", en = "e"}\n'
    )

    pack = read_pack(folder)

    assert [(form.code, form.title.en) for form in pack.forms][:2] == [
        ("scenario", "Short"),
        ("lab", "Application of a lab"),
    ]
    assert [form.code for form in pack.forms].count("scenario") == 1


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
