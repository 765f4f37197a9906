from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from citystage.web.shell.addresses import Address

NAMES = st.sampled_from(["field", "tier", "city", "q"])
VALUES = st.text(min_size=1, max_size=8)


def parsed(address: str) -> Address:
    path, _, query = address.partition("?")
    return Address.parse(path, QueryDict(query))


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6), NAMES, VALUES)
def test_toggling_twice_leads_back(pairs, name, value):
    here = Address("/scenarios/", tuple(dict.fromkeys(pairs)))

    there = here.toggled(name, value).toggled(name, value)

    assert set(there.pairs) == set(here.pairs)


def test_address_is_read_as_it_was_written():
    here = parsed("/scenarios/?field=port&field=ai&q=无人机&empty=")

    assert str(parsed(str(here))) == str(here)
    assert here.values("field") == ("port", "ai")
    assert here.values("empty") == ()


def test_a_new_filter_starts_at_the_first_page():
    here = parsed("/scenarios/?field=port&page=7")

    assert str(here.toggled("tier", "major")) == "/scenarios/?field=port&tier=major"
    assert str(here.having("sort", "title")) == "/scenarios/?field=port&sort=title"
    assert str(here.having("page", 8)) == "/scenarios/?field=port&page=8"


def test_the_filter_goes_along_to_another_path():
    here = parsed("/scenarios/?field=port&page=7")

    assert str(here.at("/scenarios/feed.atom")) == "/scenarios/feed.atom?field=port"
    assert list(here.hidden("q")) == [("field", "port")]
    assert list(here.hidden_besides_words) == [("field", "port")]
    assert str(here.without("field", "page")) == "/scenarios/"
    assert here.has("field", "port")
