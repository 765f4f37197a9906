"""Plans and reported readings of a pack: entered once, put right, revised, never over people."""

from datetime import date
from decimal import Decimal

import pytest

from citystage.cities.loading import load_city
from citystage.cities.loading.report import Outcome
from citystage.cities.packs.problems import BrokenPack
from citystage.cities.packs.reading import find_pack, read_pack
from citystage.foundation.ledger.models import Entry
from citystage.stages.evaluation.models import Plan, Reported, Revision, Target

pytestmark = pytest.mark.django_db
REVISED = """
[[targets.revisions]]
on = 2027-01-01
at_least = 15
reason = {zh = "计划调整", en = "The plan was revised"}
source = "paper"
"""
DIVIDED = """
[[readings]]
code = "leverage"
name = {zh = "杠杆", en = "Leverage"}
measure = "times"
value = 10
exactness = "nearly"
as_written = "近10倍"
as_of_text = {zh = "2023年", en = "2023"}
source = "paper"
quote = "近10倍"
place = {zh = "第1段", en = "paragraph 1"}
division = {over = "labs-2026", under = "leverage"}
"""


def outcomes(report, *kinds):
    return {f"{one.kind} {one.key}": one.outcome for one in report.changes if one.kind in kinds}


def load(folder, *, dry_run=False):
    return load_city(str(folder), dry_run=dry_run)


def test_plans_and_targets_are_entered_once(write):
    folder = write()

    first, second = load(folder), load(folder)

    assert outcomes(first, "plan", "target") == {
        "plan three-years": Outcome.CREATED,
        "target ten": Outcome.CREATED,
    }
    assert set(outcomes(second, "plan", "target", "reported").values()) == {Outcome.UNCHANGED}
    target = Target.objects.select_related("plan").get()
    assert (target.plan.name, target.plan.source["title"]) == ("示例计划", "示例日报")
    (revision,) = target.revisions.all()
    assert (revision.at_least, revision.in_force_on) == (10, date(2026, 1, 1))
    assert Entry.objects.filter(verb="evaluation.target.set").count() == 1


def test_a_revision_of_the_pack_is_added_and_the_old_one_stays(write):
    folder = write()
    load(folder)
    text = (folder / "targets.toml").read_text()
    (folder / "targets.toml").write_text(text.replace("\n[[plans]]", REVISED + "\n[[plans]]"))

    dry = load(folder, dry_run=True)
    (change,) = (one for one in dry.changes if one.kind == "target")
    assert change.fields == {"at_least": (Decimal(10), Decimal(15))}
    assert Revision.objects.count() == 1
    assert outcomes(load(folder), "target") == {"target ten": Outcome.CHANGED}

    assert [one.at_least for one in Revision.objects.order_by("number")] == [10, 15]
    assert Target.objects.get().version == 2
    assert Entry.objects.get(verb="evaluation.target.revised").payload["reason"] == "计划调整"
    assert outcomes(load(folder), "target") == {"target ten": Outcome.UNCHANGED}


def test_words_and_figures_of_the_pack_are_put_right(write):
    load(write())

    report = load(write("targets.toml", 'en = "Example plan"', 'en = "Better plan"'))

    assert outcomes(report, "plan") == {"plan three-years": Outcome.CHANGED}
    assert Plan.objects.get().name_en == "Better plan"
    assert outcomes(load(write("targets.toml", "at_least = 10", "at_least = 12")), "target") == {
        "target ten": Outcome.CHANGED
    }
    assert Revision.objects.get().at_least == 12


def test_what_people_revised_is_not_overruled(write, django_user_model):
    load(write())
    person = django_user_model.objects.create(username="p", email="p@example.invalid")
    target = Target.objects.get()
    Revision.objects.create(
        target=target,
        number=2,
        at_least=20,
        in_force_on=date(2026, 6, 1),
        reason="调整",
        made_by=person,
        made_at=Plan.objects.get().made_at,
    )
    Plan.objects.update(version=2)

    report = load(
        write("targets.toml", 'name = {zh = "示例计划"', 'name = {zh = "别名"'), dry_run=True
    )
    assert outcomes(report, "plan") == {"plan three-years": Outcome.KEPT}
    again = load(write("targets.toml", "at_least = 10", "at_least = 12"))

    assert outcomes(again, "target") == {"target ten": Outcome.KEPT}
    assert [one.at_least for one in Revision.objects.order_by("number")] == [10, 20]


def test_reported_readings_are_never_doubled_and_go_with_the_pack(write):
    load(write())

    changed = load(write("reported.toml", "value = 130", "value = 131"))
    assert outcomes(changed, "reported") == {"reported labs-2026": Outcome.CHANGED}
    assert Reported.objects.get().value == 131
    gone = load(write("reported.toml", 'code = "labs-2026"', 'code = "labs"'))

    assert outcomes(gone, "reported") == {
        "reported labs": Outcome.CREATED,
        "reported labs-2026": Outcome.CHANGED,
    }
    assert [one.code for one in Reported.objects.all()] == ["labs"]


def test_a_division_is_reckoned_beside_what_the_source_says(write):
    folder = write()
    text = (folder / "reported.toml").read_text()
    (folder / "reported.toml").write_text(text + DIVIDED)

    load(folder)

    reading = Reported.objects.get(code="leverage")
    assert (reading.value, reading.divided) == (10, Decimal("13.0"))


def test_the_pack_of_qingdao_shows_both_leverages():
    told = {one.code: one for one in read_pack(find_pack("qingdao")).reported}

    leverage = told["leverage-2023"]
    over, under = told[leverage.division.over], told[leverage.division.under]
    assert (leverage.value, leverage.exactness) == (10, "nearly")
    assert round(over.value / under.value, 1) == Decimal("6.3")
    assert told["listed-2026"].value == 197
    assert [told[f"labs-{year}"].value for year in (2021, 2024, 2026)] == [15, 82, 130]
    assert {one.value for one in read_pack(find_pack("chengdu")).reported} >= {1500, 4, 48, 16}


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("targets.toml", 'plan = "three-years"', 'plan = "four-years"', "four-years"),
        ("targets.toml", 'plan = "three-years"\n', "", "missing"),
        ("targets.toml", 'period = "whole"', 'period = "month"', "month"),
        ("targets.toml", 'source = "paper"', 'source = "peper"', "peper"),
        ("reported.toml", 'source = "paper"', 'source = "peper"', "peper"),
        ("reported.toml", 'quote = "分6批认定场景实验室130家"', 'quote = ""', "empty"),
        ("reported.toml", "value = 130", "value = -1", "at least 0"),
        ("reported.toml", "value = 130", "value = 130\nworth = 1", "not known"),
    ],
)
def test_what_does_not_hold_together_is_a_fault(write, file, old, new, reason):
    with pytest.raises(BrokenPack) as broken:
        read_pack(write(file, old, new))

    assert reason in str(broken.value)
