"""What is counted behind the pages: the same numbers as counting now, and when it is done again."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.engines.text.folding import fold
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting, Unit
from citystage.kernel import remembering
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import FollowUp, Intent, Introduction, Progress
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.evaluation import jobs
from citystage.stages.evaluation.actions.count_stands import count_stands
from citystage.stages.evaluation.models import Stand, StandCount
from citystage.stages.evaluation.queries import duties, wall
from citystage.stages.evaluation.queries.duties import Cut
from citystage.stages.evaluation.queries.stands import STEP_CODES, count_of

PARTS = ("funnel", "map")
CUTS = [Cut(), Cut(year=2025), Cut(rows="firm"), Cut(rows="firm", year=2026)]


@pytest.fixture(autouse=True)
def _counted_anew():
    wall.forget()


@pytest.fixture
def town(db, town):
    """With a department inside a district, and an officer of it."""
    town.bureau = town.unit(Unit.Kind.DEPARTMENT, "崂山区工信局", "laoshan-it", town.laoshan)
    town.bureau_officer = town.person("bureau", Role.DEPARTMENT_OFFICER, town.bureau)
    return town


def count(town, **later):
    return count_stands(town.city, stamp=town.stamp(at=timezone.now() + timedelta(**later)))


def fill(town, seed):
    """Scenarios at random places, each with some of what the funnel and the matrix count."""
    dice = random.Random(seed)  # noqa: S311 -- a fixed seed
    firm, port = (
        Organisation.objects.create(city=town.city, name=name, folded_name=fold(name), kind=kind)
        for name, kind in (
            ("示例科技", Organisation.Kind.COMPANY),
            ("示例港务集团", Organisation.Kind.STATE_FIRM),
        )
    )
    now = timezone.now()
    for number in range(dice.randint(0, 25)):
        scenario = town.scenario(
            district=dice.choice([town.laoshan, town.jimo, None]),
            lead_department=dice.choice([town.transport, town.health, town.bureau, None]),
            owner=dice.choice([firm, port, None]),
            year=dice.choice([2025, 2026, None]),
            state=dice.choice([*ScenarioState]),
        )
        if dice.random() < 0.4:
            Introduction.objects.create(
                scenario=scenario, organisation=firm, begun_as="owner", begun_at=now
            )
        if dice.random() < 0.4:
            Intent.objects.create(
                city=town.city,
                kind="trial",
                title="意向",
                scenario=scenario,
                entered_at=now,
                noted_on=timezone.localdate(now),
            )
        if dice.random() < 0.5:
            FollowUp.objects.create(
                scenario=scenario,
                person_name="张三",
                next_on=timezone.localdate(now) + timedelta(days=dice.choice([-3, 0, 3])),
                changed_at=now,
            )
        for step in dice.sample([*ProgressStep], dice.randint(0, 2)):
            gone = dice.random() < 0.3
            Progress.objects.create(
                scenario=scenario,
                step=step,
                source=f"projects.project:{number}",
                label="项目",
                at=now,
                told_at=now,
                taken_back_at=now if gone else None,
                taken_back_reason="撤销" if gone else "",
            )


def seen(town, person):
    """The numbers of the wall and of the duty matrix, as this person reads them."""
    actor, now = town.stamp(person).actor, timezone.now()
    view = wall.view(actor, town.city, parts=PARTS, at=now)
    assert view.funnel is not None
    tables = [duties.matrix(actor, town.city, cut, at=now) for cut in CUTS]
    return (
        (view.funnel.total, view.funnel.reached),
        {key: (line.total, line.reached) for key, line in view.districts.items()},
        [(table.columns, table.rows, table.below, table.whole) for table in tables],
        duties.years(actor, town.city, tables[0]),
    )


@pytest.mark.parametrize("seed", range(8))
def test_kept_numbers_are_those_of_counting_now_for_every_reader(town, seed):
    fill(town, seed)
    readers = (town.city_officer, town.officer, town.jimo_officer, town.clerk, town.bureau_officer)
    slow = [seen(town, person) for person in readers]

    assert count(town)

    assert count_of(town.city, at=timezone.now())
    assert [seen(town, person) for person in readers] == slow


def test_kept_numbers_stay_as_of_their_moment_until_they_are_counted_again(town):
    town.scenario()
    count(town)
    first = StandCount.objects.get()
    town.scenario()
    officer = town.stamp(town.city_officer).actor

    view = wall.view(officer, town.city, parts=PARTS, at=timezone.now())
    assert (view.funnel.total, view.at) == (1, first.counted_at)
    StandCount.objects.update(entry=-1)
    assert count(town, seconds=30)

    assert wall.view(officer, town.city, parts=PARTS, at=timezone.now()).funnel.total == 2


def test_what_is_too_old_is_not_shown(town):
    PackSetting.objects.create(
        city=town.city, name="steering", version=1, value={"wall": {"stale_seconds": 60}}
    )
    remembering.forget_everything()
    town.scenario()
    count(town, seconds=-61)

    assert count_of(town.city, at=timezone.now()) is None
    assert count_of(town.city, at=timezone.now() - timedelta(seconds=5)) is not None


def test_where_nothing_happened_nothing_is_counted_but_now_and_then(town):
    town.scenario()
    assert count(town)
    begun = StandCount.objects.get().counted_at
    same_day = timezone.localdate(begun) == timezone.localdate(begun + timedelta(seconds=61))

    assert count(town, seconds=60) == (not same_day)
    assert count(town, seconds=3600)


def test_a_count_that_took_long_waits_longer_for_the_next(town):
    count(town)
    StandCount.objects.update(took_ms=10_000, entry=-1)

    assert not count(town, seconds=190)
    assert count(town, seconds=210)


def test_a_funnel_with_other_steps_is_counted_again(town):
    count(town)
    StandCount.objects.update(steps=STEP_CODES[:-1], took_ms=10_000)

    assert count_of(town.city, at=timezone.now()) is None
    assert count(town)
    assert count_of(town.city, at=timezone.now())


def test_the_job_counts_every_city_and_twice_nothing_twice(town):
    town.scenario()

    assert jobs.follow_stands.func() == 1
    assert jobs.follow_stands.func() == 0
    assert Stand.objects.count() == 1
