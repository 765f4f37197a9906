"""Readings: who, when and from where; backdated, removed, counted once; what they come to."""

from datetime import timedelta
from decimal import Decimal

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.trials import parties, reckoning
from citystage.stages.trials.actions.add_readings import (
    AlreadyRemoved,
    OtherContent,
    TooOften,
    count_call,
    feed_readings,
    remove_reading,
)
from citystage.stages.trials.actions.give_access import (
    AccessEnded,
    SameName,
    end_access,
    give_access,
)
from citystage.stages.trials.models import Reading, Trial
from citystage.stages.trials.parties import WordsMissing
from citystage.stages.trials.queries import readings as queries
from citystage.stages.trials.queries.readings import Cut
from citystage.stages.trials.series import read_series
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.taking import BadReading
from tests.conftest import HOUSE, NOON
from tests.trials.trying import Tried, row

pytestmark = pytest.mark.usefixtures("english")
DAY = timedelta(days=1)


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def trial(tried):
    return tried.signed()


def measured(trial):
    have = reckoning.measured(trial, parties.frame(trial))
    return {code: str(value.normalize()) for code, value in have.items() if value}


def test_readings_come_to_sums_sites_devices_and_months(tried, trial):
    later = NOON + timedelta(days=70)
    rows = [
        row(value="100", site="A", device="R1"),
        row(value="20.5", at=NOON + DAY, site="B", device="R1"),
        row("success", "90", at=NOON + DAY),
        row("success", "97", at=NOON + timedelta(days=62)),
        row("kilometres", "3", site="A", device="R2"),
    ]

    batch = tried.read(trial, *rows, at=later)

    assert (batch.number, batch.known, batch.made_by) == (5, 0, tried.blue_person)
    assert measured(trial) == {
        "hours": "120.5",
        "kilometres": "3",
        "success": "97",
        "sites": "2",
        "sets": "2",
        "months": "1",
    }
    backdated = Reading.objects.filter(backdated=True).count()
    assert backdated == 5
    entry = Entry.objects.get(verb="trials.reading.added")
    assert (entry.payload["number"], entry.payload["backdated"]) == (5, 5)


def test_a_reading_told_the_same_day_is_not_backdated(tried, trial):
    tried.read(trial, row())

    assert Reading.objects.get().backdated is False


def test_the_same_reading_counts_once_and_another_value_is_refused(tried, trial):
    tried.read(trial, row(site="A"))

    again = tried.read(trial, row(site="A"), row(site="B"))

    assert (again.number, again.known) == (1, 1)
    with pytest.raises(BadReading, match="Row 1"):
        tried.read(trial, row(value="6", site="A"))
    assert measured(trial)["hours"] == "1E+1"


def test_a_removed_reading_keeps_its_reason_and_lowers_the_sum(tried, trial):
    tried.proven(trial)
    trial.refresh_from_db()
    assert trial.proven is True
    reading = queries.reading_of(trial, Reading.objects.get().pk)
    stamp = tried.by(tried.town.officer)

    with pytest.raises(WordsMissing):
        remove_reading(reading, reason=" ", stamp=stamp)
    removed = remove_reading(reading, reason="表计故障", stamp=stamp)

    trial.refresh_from_db()
    assert (removed.removal_reason, trial.proven, measured(trial)) == ("表计故障", False, {})
    with pytest.raises(AlreadyRemoved):
        remove_reading(reading, reason="再删", stamp=stamp)
    with pytest.raises(NotAllowed):
        remove_reading(reading, reason="外人", stamp=tried.by(tried.red_person))
    # The right value may come in its place.
    assert tried.read(trial, row(value="24")).number == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": "sites"},
        {"measure": "nothing"},
        {"value": "NaN"},
        {"value": "-1"},
        {"value": "1e12"},
        {"at": NOON + 2 * DAY},
        {"at": NOON - 2 * DAY},
        {"site": "长" * 121},
    ],
)
def test_a_reading_that_cannot_be_is_refused_whole(tried, trial, wrong):
    with pytest.raises(BadReading, match="Row"):
        tried.read(trial, row(site="B"), row(**wrong))

    assert not Reading.objects.exists()


def test_only_sides_enter_readings_and_only_of_a_signed_trial(tried):
    draft = tried.begun()
    with pytest.raises(NotAllowed):
        tried.read(draft, row())

    tried.sign(draft, tried.town.owner)
    tried.sign(draft, tried.blue_person)

    with pytest.raises(NotAllowed):
        tried.read(draft, row(), person=tried.town.officer)
    assert tried.read(draft, row(), person=tried.town.owner).number == 1


def test_a_file_is_read_by_its_headings(trial):
    content = (
        "时间,指标,数值,点位,设备\n"
        "2026年11月21日,运行时长,5.5,A,R1\n"
        "2026-11-22 8:30,公里,12,B,\n"
        "2026/11/22,success,96,,\n"
    ).encode("gb18030")

    rows = read_series("读数.csv", content, parties.frame(trial), most=10)

    told = [(one.measure, str(one.value.normalize()), one.site, one.device) for one in rows]
    assert told == [
        ("hours", "5.5", "A", "R1"),
        ("kilometres", "12", "B", ""),
        ("success", "96", "", ""),
    ]
    assert rows[1].happened_at.isoformat() == "2026-11-22T00:30:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "时间,点位\n2026-11-21,A\n",
        "时间,指标,数值\n2026-11-21,温度,5\n",
        "时间,指标,数值\n2026-11-21,运行时长,许多\n",
        "时间,指标,数值\n某日,运行时长,5\n",
        "时间,指标,数值\n0001-01-01,运行时长,5\n",
        "时间,指标,数值\n" + "2026-11-21,运行时长,5\n" * 12,
    ],
)
def test_a_file_that_says_something_else_is_refused(trial, text):
    with pytest.raises(BadReading):
        read_series("读数.csv", text.encode(), parties.frame(trial), most=10)


def test_a_device_sends_once_for_each_key(tried, trial):
    token, secret = give_access(trial, name="网关3", stamp=tried.by(tried.blue_person))
    assert queries.token_with(secret) == token
    assert secret not in token.digest

    def send(key, value, digest):
        rows = [row(value=value, site=key)]
        return feed_readings(token, rows=rows, key=key, sha256=digest, stamp=HOUSE)

    first = send("a", "5", "x")
    again = send("a", "5", "x")

    assert (again, again.source, again.made_for) == (first, Source.API, token.made_for)
    with pytest.raises(OtherContent):
        send("a", "7", "y")
    end_access(token, stamp=tried.by(tried.town.owner))
    with pytest.raises(NotAllowed):
        send("b", "5", "z")
    with pytest.raises(AccessEnded):
        end_access(token, stamp=tried.by(tried.town.owner))
    assert measured(trial) == {"hours": "5", "sites": "1"}


def test_names_of_devices_are_told_apart_and_strangers_get_none(tried, trial):
    stamp = tried.by(tried.blue_person)
    give_access(trial, name="网关3", stamp=stamp)

    with pytest.raises(SameName):
        give_access(trial, name=" 网关3 ", stamp=stamp)
    with pytest.raises(NotAllowed):
        give_access(trial, name="别的", stamp=tried.by(tried.red_person))
    with pytest.raises(NotFound):
        queries.token_of(trial, 0)
    assert queries.token_with("nothing") is None


def test_calls_are_counted_by_the_minute(town):
    tried = Tried(town)
    town.city.settings.all().delete()
    from citystage.foundation.tenancy.models import PackSetting  # noqa: PLC0415 -- beside its use
    from tests.trials.trying import TERMS  # noqa: PLC0415 -- beside its use

    value = TERMS | {"feeding": {"calls_per_minute": 2}}
    PackSetting.objects.create(city=town.city, name="trials", version=1, value=value)
    token, _secret = give_access(tried.signed(), name="网关", stamp=tried.by(tried.blue_person))
    for _ in range(2):
        count_call(token, stamp=tried.by(tried.blue_person))

    with pytest.raises(TooOften):
        count_call(token, stamp=tried.by(tried.blue_person))
    count_call(token, stamp=tried.by(tried.blue_person, NOON + timedelta(minutes=1)))


def test_the_list_is_cut_and_summed(tried, trial):
    tried.read(trial, row(site="A"), row("kilometres", "3", site="B"))
    tried.read(trial, row(value="7", at=NOON + timedelta(minutes=5), site="C"), source=Source.FILE)
    kept = Trial.objects.get(pk=trial.pk)
    remove_reading(
        Reading.objects.select_related("trial").get(site="C"),
        reason="重复",
        stamp=tried.by(tried.town.owner),
    )

    def sites(**cut):
        return sorted(one.site for one in queries.readings(kept, Cut(**cut)))

    assert sites() == ["A", "B", "C"]
    assert sites(measures=("hours",)) == ["A", "C"]
    assert sites(sources=("file",)) == ["C"]
    assert sites(marks=("removed",)) == ["C"]
    assert sites(marks=("backdated",)) == []
    assert sites(words="b") == ["B"]
    totals = queries.totals(queries.readings(kept, Cut()))
    assert [(one.code, one.number, one.value) for one in totals] == [
        ("hours", 1, Decimal(5)),
        ("kilometres", 1, Decimal(3)),
    ]
    with pytest.raises(NotFound):
        queries.reading_of(kept, 0)
    assert issubclass(BadReading, Refusal)
