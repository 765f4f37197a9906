"""Before panels are formed: wishes and conflicts of experts, reminders of answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.notices.models import Notice
from citystage.stages.selection.jobs.experts import let_experts_lapse, remind_asked_experts
from citystage.stages.selection.models import Conflict, Expert, Preference
from tests.selection.building import candidacy, phases, programme
from tests.selection.experts.register import expert, seat
from tests.web.bureau.people import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(town):
    """A programme whose panels are being formed today."""
    start = timezone.now() - timedelta(days=35)
    return programme(town, phases=phases(start=start))


def at(name, *args):
    return reverse(f"expert:{name}", args=args)


def test_wishes_are_kept_and_taken_back(town, made):
    cases = [candidacy(town, made) for _ in range(2)]
    judge = expert(town)
    client = browser(judge.user)

    home = client.get(at("home"))
    client.post(at("wish", made.pk), {"wish-1": "1", "wish-2": "-1"})
    client.post(at("wish", made.pk), {"wish-2": "0", "wish-1": "nonsense"})

    assert at("wish", made.pk) in home.content.decode()
    assert list(Preference.objects.values_list("candidacy_id", "wish")) == [(cases[0].pk, 1)]
    assert "checked" in client.get(at("wish", made.pk)).content.decode()


def test_a_conflict_is_declared_before_anything_is_asked(town, made):
    candidacy(town, made)
    judge = expert(town)
    client = browser(judge.user)
    address = at("declare", made.pk, 1)

    client.post(address, {"kind": "kin", "words": ""})
    nothing = Conflict.objects.count()
    client.post(address, {"kind": "kin", "words": "亲属"})

    assert (nothing, Conflict.objects.get().expert) == (0, judge)
    assert client.post(address, {"kind": "kin", "words": "亲属"}).status_code == 404


def test_only_confirmed_experts_choose_and_only_in_their_phase(town, made):
    stale = expert(town, state="stale")
    fresh = expert(town, "陈工")
    over = programme(town)

    assert browser(stale.user).get(at("wish", made.pk)).status_code == 404
    assert browser(fresh.user).get(at("wish", over.pk)).status_code == 404
    assert browser(town.city_officer).get(at("wish", made.pk)).status_code == 404


def test_an_officer_declares_a_conflict_of_their_own(town, made):
    found = candidacy(town, made)
    client = browser(town.city_officer)
    address = reverse("bureau:selection_conflict_declare", args=[made.pk])

    wordless = client.post(address, {"candidacy": found.pk, "kind": "kin", "words": ""})
    client.post(address, {"candidacy": found.pk, "kind": "kin", "words": "亲属任职"})

    assert wordless.status_code == 422
    assert Conflict.objects.get().user == town.city_officer


def test_an_asked_expert_is_reminded_once(town, made):
    judge = expert(town)
    held = seat(candidacy(town, made), judge, due_at=timezone.now())
    seat(candidacy(town, made), judge, due_at=timezone.now() + timedelta(days=3))

    reminded = [remind_asked_experts.func() for _ in range(2)]

    held.refresh_from_db()
    assert reminded == [1, 0]
    assert Notice.objects.filter(person=judge.user).count() == 1


def test_old_entries_lapse_by_the_citys_terms(town, made):
    old = expert(town, confirmed_at=timezone.now() - timedelta(days=400))
    expert(town, "陈工", confirmed_at=timezone.now())

    assert [let_experts_lapse.func() for _ in range(2)] == [1, 0]
    assert Expert.objects.get(state="stale") == old
