"""The demonstration: one account per role, real work on every desk, and only where it is wanted."""

from collections import Counter

import pytest

from citystage.cities.demo import NoDemonstration, set_up
from citystage.cities.loading import load_city
from citystage.config.cli import run_within
from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Release, Scenario
from citystage.stages.events.models import Event
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import ApplicationState
from citystage.stages.matchmaking.models import Judgement, Mandate, Profile, Run
from citystage.stages.review.models import Case, DecisionBatch, Opinion
from citystage.stages.review.states import CaseState


@pytest.fixture
def demonstration(settings, transactional_db) -> None:
    settings.DEMO = True
    load_city("qingdao", dry_run=False)
    load_city("chengdu", dry_run=False)


def test_demo_has_an_account_for_every_role_and_work_in_every_state(
    demonstration, english, capsys
) -> None:
    assert run_within(["demo"]) == 0

    assert capsys.readouterr().out == "Demonstration: 24 new accounts, 18 new needs.\n"
    # Besides those of people.toml: three for the invented lab call, eight experts, and twelve
    # guests of the invented event, who cannot sign in.
    assert User.objects.count() == 47
    needs = Application.objects.exclude(call__code="labs-example")
    assert (needs.count(), Application.objects.count()) == (23, 35)
    assert set(Grant.objects.values_list("role", flat=True)) == set(Role.values)
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert all(user.username.startswith(("demo-", "example-guest-")) for user in User.objects.all())
    states = Counter(needs.values_list("state", flat=True))
    assert set(states) == set(ApplicationState.values)
    cases = set(Case.objects.values_list("state", flat=True))
    assert cases == set(CaseState.values) - {CaseState.MERGED, CaseState.WITHDRAWN}
    assert Opinion.objects.filter(state="asked").count() == 2
    assert DecisionBatch.objects.filter(applied_at__isnull=True).count() == 1
    assert Release.objects.get(code="demo-1").items.count() == 2
    invented = Organisation.objects.exclude(seat=None).values_list("name", flat=True)
    assert all(name.startswith("示例") for name in invented)
    titles = needs.values_list("title", flat=True)
    assert all(title.startswith("（示例）") for title in titles)
    assert Scenario.objects.filter(application__isnull=False).count() == 3

    event = Event.objects.get(pack_key="")
    assert Counter(event.places.values_list("state", flat=True)) == {"confirmed": 12}
    assert (event.state, event.invitations.count(), event.sessions.count()) == ("published", 4, 3)

    assert set_up() == (0, 0)


def test_demo_is_refused_in_a_real_installation(db, settings, capsys) -> None:
    settings.DEMO = False

    with pytest.raises(NoDemonstration):
        set_up()

    assert run_within(["demo"]) == 1
    assert User.objects.count() == 0
    assert "CITYSTAGE_DEMO=1" in capsys.readouterr().err


def test_demo_has_something_to_match(demonstration) -> None:
    set_up()

    set_up()

    assert Capability.objects.filter(title__startswith="（示例）").count() == 10
    assert set(Run.objects.values_list("city__code", "state")) == {
        ("qingdao", "waiting"),
        ("chengdu", "waiting"),
    }
    given = Mandate.objects.get()
    proposal = Judgement.objects.get()
    assert (given.scenario, given.unit.code) == (proposal.scenario, "demo-broker")
    assert Profile.objects.get().organisation.name == "示例智能机器人有限公司"
