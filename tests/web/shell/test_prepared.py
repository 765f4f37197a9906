"""What waits is asked anew on every page; only the question is put together once a minute."""

import pytest
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.tenancy.models import Unit, plant
from citystage.web.shell import navigation
from citystage.web.shell.navigation import Bar, Entry
from citystage.web.shell.prepared import NOTHING, prepare
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return []


@pytest.fixture
def bar(asked):
    bar = Bar()
    bar.add(Entry(name="cities", label="Cities", view="public:home"))

    @bar.count_by
    def cities(actor):
        asked.append(actor)
        return {"cities": Unit.objects.filter(kind=Unit.Kind.CITY)}

    return bar


def numbers(bar):
    return [one.count for one in bar.shown(NOBODY, path="/")]


def test_counts_are_of_now_and_their_question_is_kept(bar, asked, django_assert_num_queries):
    before = numbers(bar)
    plant(parent=None, kind=Unit.Kind.CITY, name="新城", code="new")
    with django_assert_num_queries(1):
        after = numbers(bar)

    assert after == [before[0] + 1]
    assert asked == [NOBODY]


def test_the_question_is_put_together_anew_in_the_next_minute(bar, asked, monkeypatch):
    for minutes in (0, 0, 1, 1):
        monkeypatch.setattr(navigation, "minute", lambda at, on=minutes: at.replace(year=2020 + on))
        monkeypatch.setattr(timezone, "now", lambda: NOON)
        numbers(bar)

    assert len(asked) == 2


def test_what_can_never_be_is_not_asked_for(django_assert_num_queries):
    prepared = prepare(Unit.objects.none().values_list("pk"))
    with django_assert_num_queries(0):
        found = prepared.rows()

    assert prepared == NOTHING
    assert found == []
