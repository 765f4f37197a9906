"""Two who act at once, and a worker that is killed: nothing twice, nothing lost."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from django.utils import timezone

from citystage.foundation.notices.models import Notice
from citystage.stages.matchmaking import following, running
from citystage.stages.matchmaking.actions.judge import judge
from citystage.stages.matchmaking.actions.mandates import give_mandate
from citystage.stages.matchmaking.actions.profiles import save_profile
from citystage.stages.matchmaking.actions.propose import propose
from citystage.stages.matchmaking.actions.rematch import rematch_city
from citystage.stages.matchmaking.models import Judgement, Run, RunResult, Suggestion, ToldFit
from citystage.stages.matchmaking.queries import runs
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode, RunState
from citystage.stages.matchmaking.wishing import Wish
from tests.conftest import HOUSE, Town
from tests.matchmaking.builders import broker, matching, member, supplier
from tests.racing import refusals
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)

NEED = "希望以无人驾驶集卡替代外包司机，实现岸桥与堆场之间的自动接驳。"


@pytest.fixture
def town(transactional_db):
    town = Town()
    matching(town)
    return town


def now():
    return HOUSE.__class__(HOUSE.actor, timezone.now(), "job", HOUSE.request_id)


def test_of_two_decisions_at_once_one_holds_and_the_other_is_told(town):
    scenario = town.scenario(summary=NEED, owner_unit=town.firm)
    trucks = supplier(town).organisation

    def says(kind, user, reason=""):
        stamp = town.stamp(user)
        return lambda: judge(
            scenario,
            organisation=trucks,
            kind=kind,
            reason=reason,
            words="",
            capability=None,
            seen=None,
            stamp=stamp,
        )

    answers = refusals(
        says(JudgementKind.CONFIRM, town.owner),
        says(JudgementKind.REJECT, town.city_officer, ReasonCode.SIZE),
        says(JudgementKind.PIN, town.officer),
    )

    assert [answer is None for answer in answers].count(True) == 1
    assert Judgement.objects.filter(current=True).count() == 1
    assert Judgement.objects.count() == 1


def test_two_brokers_at_once_leave_one_current_proposal(town):
    scenario = town.scenario(summary=NEED)
    trucks = supplier(town).organisation
    people = []
    for name in ("one", "two"):
        person, seat = broker(town, name)
        give_mandate(scenario, broker=seat, stamp=town.stamp(town.city_officer))
        people.append(town.stamp(person))

    refusals(
        *(
            lambda stamp=stamp: propose(
                scenario,
                organisation=trucks,
                capability=None,
                words=f"理由{stamp.actor.user_id}",
                stamp=stamp,
            )
            for stamp in people
        )
    )

    assert Judgement.objects.filter(proposal=True, current=True).count() == 1
    assert Judgement.objects.count() == 2


def test_two_re_matches_asked_for_at_once_are_one(town):
    stamp = town.stamp(town.city_officer)

    answers = refusals(*[lambda: rematch_city(town.city, stamp=stamp)] * 4)

    assert [answer is None for answer in answers].count(True) == 1
    assert Run.objects.count() == 1


def test_several_workers_with_one_run_do_it_once(town):
    for number in range(3):
        town.scenario(title=f"港区无人集卡{number}", summary=NEED)
    supplier(town)
    run = rematch_city(town.city, stamp=town.stamp(town.city_officer))

    refusals(*[lambda: running.match_again(runs.run_by_id(run.pk), stamps=now)] * 3)

    done = runs.run_by_id(run.pk)
    assert (done.state, done.matched, done.counts["pairs"]) == (RunState.DONE, 3, 3)
    assert RunResult.objects.count() == 3


def test_several_followers_tell_a_fit_once(town):
    trucks = supplier(town).organisation
    keeper = town.stamp(member(town, trucks))
    wish = Wish(title="港口", words="无人驾驶集卡自动接驳")
    save_profile(trucks, wish=wish, stamp=keeper)
    from tests.matchmaking.test_fits import published  # noqa: PLC0415 -- beside its use

    published(town)
    settle()

    refusals(*[lambda: following.follow(stamp=now())] * 4)

    assert ToldFit.objects.count() == 1
    assert Notice.objects.filter(person_id=keeper.actor.user_id).count() == 1


_KILLED = """
import os, signal, sys
import django
django.setup()
from django.utils import timezone
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.matchmaking import running
from citystage.stages.matchmaking.queries import runs
from uuid import UUID
running.CHUNK = 1
calls = 0
def stamps():
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return Stamp(NOBODY, timezone.now(), "job", UUID(int=1))
running.match_again(runs.run_by_id(int(sys.argv[1])), stamps=stamps)
"""


def database_url():
    known = connection.settings_dict
    host = known["HOST"].replace("/", "%2F")
    return f"postgresql://{known['USER']}@/{known['NAME']}?host={host}&port={known['PORT']}"


@pytest.mark.parametrize("step", [2, 4, 6])
def test_a_killed_worker_loses_nothing_and_doubles_nothing(town, step):
    for number in range(3):
        town.scenario(title=f"港区无人集卡{number}", summary=NEED)
    supplier(town)
    run = rematch_city(town.city, stamp=town.stamp(town.city_officer))
    environment = os.environ | {"DATABASE_URL": database_url(), "CITYSTAGE_MODEL": "none"}

    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(run.pk), str(step)],
        env=environment,
        check=False,
        timeout=600,
        capture_output=True,
    )
    Run.objects.filter(state=RunState.RUNNING).update(pulse_at=timezone.now() - runs.PULSE * 2)
    done = running.match_again(runs.run_by_id(run.pk), stamps=now)

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert (done.state, done.matched, done.counts["pairs"]) == (RunState.DONE, 3, 3)
    assert RunResult.objects.filter(run=run).count() == 3
    assert Suggestion.objects.filter(current=True).count() == 3
