from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from citystage.web.shell.addresses import Address
from citystage.web.shell.components import (
    Column,
    Segment,
    Tile,
    TileMap,
    chips,
    chosen_columns,
    facet,
)
from citystage.web.shell.freshness import Stale
from citystage.web.shell.templatetags import shell


def drawn(source: str, **context) -> str:
    context.setdefault("request", RequestFactory().get("/x/?a=1&page=3"))
    with override("en"):
        return Template("{% load shell %}" + source).render(Context(context)).strip()


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5),
)
def test_marking_changes_no_text_and_lets_nothing_through(text, spans):
    marked = shell.marked(text, spans)

    bare = marked.replace("<mark>", "").replace("</mark>", "")
    assert bare == shell.marked(text, [])
    assert "<" not in bare


def test_a_facet_links_to_what_choosing_would_show():
    here = Address("/s/", (("field", "port"),))

    made = facet("field", "Field", [("port", "Ports", 3), ("ai", "AI", 2)], here=here)

    assert [option.url for option in made.options] == ["/s/", "/s/?field=port&field=ai"]
    assert [option.active for option in made.options] == [True, False]


def test_active_values_come_first_and_the_rest_unfolds():
    here = Address("/s/", (("f", "9"),))
    made = facet("f", "F", [(str(n), str(n), n) for n in range(12)], here=here)

    assert [option.value for option in made.first] == ["9", "0", "1", "2", "3", "4", "5", "6"]
    assert len(made.rest) == 4


def test_chips_take_one_value_away():
    here = Address("/s/", (("f", "1"), ("f", "2")))
    made = facet("f", "F", [("1", "one", 1), ("2", "two", 1)], here=here)

    with override("en"):
        links = [(str(link.label), link.url) for link in chips([made])]

    assert links == [("F: one", "/s/?f=2"), ("F: two", "/s/?f=1")]


def test_filters_fold_into_one_sheet_that_says_how_many_are_chosen():
    here = Address("/s/", (("f", "1"),))
    full = facet("f", "First", [("1", "one", 1), ("2", "two", 1)], here=here)
    empty = facet("g", "Second", [], here=here)

    sheet = "{% facet_sheet facets %}"
    shown = drawn(sheet, facets=[full, empty])

    assert shown.startswith('<details class="facet-sheet">')
    assert '<span class="mark mark-accent">1</span>' in shown
    assert "First" in shown
    assert "Second" not in shown
    assert drawn(sheet, facets=[empty]) == ""


def test_columns_are_chosen_in_the_address():
    columns = [
        Column(name="a", label="A", fixed=True),
        Column(name="b", label="B"),
        Column(name="c", label="C", default=False),
    ]

    usual = chosen_columns(columns, Address("/"))
    asked = chosen_columns(columns, Address("/", (("cols", "c"),)))

    assert [column.name for column in usual] == ["a", "b"]
    assert [column.name for column in asked] == ["a", "c"]


@pytest.mark.parametrize(
    ("query", "order", "url"),
    [
        ("", "none", "/x/?sort=money"),
        ("?sort=money", "descending", "/x/?sort=-money"),
        ("?sort=-money", "ascending", "/x/?sort=money"),
    ],
)
def test_a_column_head_turns_its_order(query, order, url):
    column = Column(name="money", label="Money", sort="money", descends=True, numeric=True)

    html = drawn(
        "{% column_head column %}", column=column, request=RequestFactory().get(f"/x/{query}")
    )

    assert f'aria-sort="{order}"' in html
    assert f'href="{url}"' in html


def test_a_column_without_order_is_no_link():
    html = drawn("{% column_head column %}", column=Column(name="a", label="A"))

    assert html == '<th scope="col">A</th>'


def test_a_tile_map_places_and_weighs_its_tiles():
    tiles = [
        Tile(label="a", count=0, url="#", column=2, row=1),
        Tile(label="b", count=40, url="#", column=3, row=2),
        Tile(label="c", count=1, url="#", column=2, row=2),
    ]
    made = TileMap(tiles)

    assert [(one.x, one.y, one.strength) for one in made.placed] == [
        (0, 0, 0),
        (90, 90, 4),
        (0, 90, 1),
    ]
    assert (made.width, made.height) == (174, 174)
    assert (TileMap([]).width, TileMap([]).placed) == (0, [])


def test_a_comparison_is_told_without_colour():
    segments = [Segment(kind="removed", text="some"), Segment(kind="added", text="20")]

    html = drawn("{% diff segments %}", segments=segments)

    assert "removed: </span>some</del>" in html
    assert "added: </span>20</ins>" in html


def test_dates_and_times_may_be_missing():
    html = drawn("{{ n|day }}{{ n|moment }}{{ n|ago }}{{ n|days_left }}{{ n|money }}", n=None)
    html += drawn("{{ n|count }}{{ n|masked }}", n=None)

    assert html == ""


def test_a_relative_time_carries_the_exact_one():
    html = drawn("{{ at|ago }}", at=timezone.now() - timedelta(hours=3))

    assert html.startswith("<time datetime=")
    assert html.endswith(">3 hours ago</time>")


@pytest.mark.parametrize(
    ("name", "sign"),
    [("Zhang San Feng", "ZS"), ("王小明", "小明"), ("示例港口集团", "示"), ("", "")],
)
def test_initials_stand_for_a_name(name, sign):
    assert shell.initials(name) == sign


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in drawn('{% icon "bell" %}')
    assert 'role="img" aria-label="Bell"' in drawn('{% icon "bell" "Bell" %}')


def test_the_address_of_this_page_changes_part_by_part():
    html = drawn("{% address b=2 %} {% address a='' %}")

    assert html == "/x/?a=1&amp;b=2 /x/"


def test_keys_and_versions_are_hidden_fields():
    html = drawn("{% once %}{% version 7 %}")

    assert 'name="_once"' in html
    assert '<input type="hidden" name="_version" value="7">' in html


def test_a_stale_notice_is_shown_only_when_somebody_was_faster():
    assert drawn("{% stale_notice stale %}", stale=None) == ""
    assert "what you typed is kept" in drawn("{% stale_notice stale %}", stale=Stale("8"))


def test_percent_is_whole_and_needs_something_to_divide():
    assert (shell.percent(1, 3), shell.percent(1, 0)) == ("33%", "")


@pytest.mark.parametrize(("language", "said"), [("en", "a&lt;b: c"), ("zh-hans", "a&lt;b：c")])
def test_a_label_stands_with_the_colon_of_the_language(language, said):
    source = Template("{% load wording %}{{ label|before:text }}")

    with override(language):
        assert source.render(Context({"label": "a<b", "text": "c"})) == said
