"""The owner invites to show at a free time of a one-to-one day, on the page of the answer."""

import pytest
from django.urls import reverse

from citystage.stages.docking.models import Answer
from tests.docking.answering import AFTER
from tests.docking.showing_days import coming, free, published
from tests.web.docking.conftest import browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture
def docked(town, clock):
    made = coming(town)
    published(town, made)
    clock.now = AFTER
    return made


@pytest.fixture
def page(docked):
    return reverse("docking:answer", args=[docked.answer.pk])


@pytest.fixture
def invite(docked):
    return reverse("docking:invite", args=[docked.answer.pk])


def test_the_free_times_are_offered_and_one_is_taken(docked, page, invite, owner, blue):
    talk = free(docked)[0]
    assert f'value="{talk.key}"' in owner.get(page).text

    answer = owner.post(invite, {"talk": talk.key, "note": "laptop"})

    assert answer.url == page
    held = Answer.objects.get(pk=docked.answer.pk)
    assert (held.state, held.show_at) == ("invited", talk.begins)
    assert "kept in the plan of the one-to-one day" in blue.get(page).text
    blue.post(reverse("docking:invitation", args=[held.pk]), {"comes": "no", "words": "有事"})
    assert len(free(docked)) == 3


def test_without_a_time_the_form_says_what_is_missing(docked, invite, owner):
    talk = free(docked)[0]
    owner.post(invite, {"talk": talk.key})

    gone = owner.post(invite, {"talk": "1-2-3-4"})
    nothing = owner.post(invite, {"talk": ""})

    assert (gone.status_code, nothing.status_code) == (422, 422)
    assert "Say when." in nothing.text
    assert "Say where." in nothing.text


def test_where_no_day_comes_there_is_a_time_and_a_place(docked, town, owner):
    docked.plan.day.event.places.filter(organisation=docked.red).update(state="cancelled")
    page = reverse("docking:answer", args=[docked.other.pk])

    assert 'name="talk"' not in owner.get(page).text
    assert browser(town.city_officer).get(page).status_code == 200
