"""A doubted step on the page of its trial: told, judged by the office, or taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from citystage.stages.trials.actions.add_readings import remove_reading
from citystage.stages.trials.actions.climb import unlock_step
from citystage.stages.trials.models import Reading
from tests.conftest import NOON
from tests.trials.trying import row

pytestmark = pytest.mark.usefixtures("english")
HOUR = timedelta(hours=1)


@pytest.fixture
def trial(tried, clock):
    made = tried.signed(ladder="long")
    tried.read(made, row(value="240", site="A"))
    unlock_step(made, step=2, stamp=tried.by(tried.town.owner, NOON + HOUR))
    clock.now = NOON + 2 * HOUR
    found = Reading.objects.select_related("trial").get()
    remove_reading(found, reason="表计故障", stamp=tried.by(tried.town.officer, clock.now))
    made.refresh_from_db()
    return made


def at(trial):
    return reverse("trials:trial", args=[trial.pk])


def press(client, trial, name, **data):
    address = reverse("trials:step", args=[trial.pk, name])
    return client.post(address, {"step": "2", **data})


def test_everybody_is_shown_what_is_missing_and_the_office_judges(trial, owner, blue, officer):
    for client in (owner, blue, officer):
        page = client.get(at(trial)).text
        assert "no longer meets its rule" in page
        assert "表计故障" in page
        assert "240 h missing" in page
    assert "Let the step stand" in officer.get(at(trial)).text
    assert "Let the step stand" not in owner.get(at(trial)).text
    assert "Take the step back" not in blue.get(at(trial)).text
    assert trial.title in officer.get(reverse("work:home")).text
    queue = reverse("trials:list") + "?box=again"
    assert trial.title in officer.get(queue).text
    assert trial.title not in owner.get(queue).text

    assert press(officer, trial, "uphold", reason="").status_code == 422
    assert press(officer, trial, "uphold", reason="人工记录可以佐证").status_code == 302

    assert "no longer meets its rule" not in owner.get(at(trial)).text
    assert "人工记录可以佐证" in owner.get(at(trial)).text
    assert press(officer, trial, "uphold", reason="再来").status_code == 409


def test_the_owner_takes_the_step_back(trial, owner, blue):
    assert press(blue, trial, "lose", reason="退回").status_code == 403
    assert press(owner, trial, "lose", reason="证据不足").status_code == 302

    trial.refresh_from_db()
    assert trial.step == 1
    assert "no longer meets its rule" not in owner.get(at(trial)).text


def test_the_supplier_ends_it_by_the_clause_on_exit(trial, owner, blue):
    assert "End it by the clause on exit" not in owner.get(at(trial)).text
    assert "End it by the clause on exit" in blue.get(at(trial)).text

    assert press(blue, trial, "exit", words="资金不足", lessons="").status_code == 302

    trial.refresh_from_db()
    assert (trial.state, trial.outcome_words) == ("not_taken", "资金不足")
