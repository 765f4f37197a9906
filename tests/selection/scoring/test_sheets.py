"""Score sheets: drafts, handing in, opening again, who reads whose."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection.actions.reopen_sheet import NoReason, reopen_sheet
from citystage.stages.selection.actions.save_sheet import Outrun, hand_in_sheet, save_sheet
from citystage.stages.selection.marking import LONGEST, BadMarks, Marks, total_of
from citystage.stages.selection.models import Conflict, Sheet
from citystage.stages.selection.queries import sheets
from tests.conftest import NOON
from tests.selection.experts.register import expert
from tests.selection.scoring.marking import (
    CONSENSUS,
    handed_in,
    marks,
    panel,
    scored_programme,
    scoring,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(town):
    return scored_programme(town)


@pytest.fixture
def seats(town, made):
    return panel(town, made)[0]


@pytest.fixture
def mine(seats):
    return seats[0]


def test_a_draft_is_kept_and_another_tab_is_told(town, mine):
    stamp = town.stamp(mine.expert.user)

    first = save_sheet(mine, marks=Marks(values={"novelty": "80.0"}), version=0, stamp=stamp)
    second = save_sheet(mine, marks=marks(use="60"), version=1, stamp=stamp)
    with pytest.raises(Outrun):
        save_sheet(mine, marks=marks(use="10"), version=1, stamp=stamp)

    assert (first.values, first.version) == ({"novelty": "80"}, 1)
    assert (second.values, second.version) == ({"novelty": "80", "use": "60"}, 2)
    assert Sheet.objects.get().values["use"] == "60"


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("101", "Marks here go from 0 to 100."),
        ("-1", "Marks here go from 0 to 100."),
        ("7.5", "Marks here go in steps of 1."),
        ("sieben", "This is not a number."),
        ("NaN", "This is not a number."),
        ("1" * 40, "This is not a number."),
    ],
)
def test_a_mark_that_cannot_stand_is_not_kept(town, mine, mark, said):
    with override("en"), pytest.raises(BadMarks) as refused:
        save_sheet(mine, marks=marks(mark), version=0, stamp=town.stamp(mine.expert.user))

    assert refused.value.errors == {"novelty": said}
    assert not Sheet.objects.exists()


def test_words_have_an_end(town, mine):
    with pytest.raises(BadMarks) as refused:
        save_sheet(
            mine,
            marks=marks(remark="字" * (LONGEST + 1)),
            version=0,
            stamp=town.stamp(mine.expert.user),
        )

    assert list(refused.value.errors) == ["remark"]


def test_a_whole_sheet_is_handed_in_once(town, mine):
    stamp = town.stamp(mine.expert.user)

    sheet = hand_in_sheet(mine, marks=marks(), version=0, stamp=stamp)
    with pytest.raises(NotAllowed):
        hand_in_sheet(mine, marks=marks(), version=1, stamp=stamp)

    mine.refresh_from_db()
    assert (mine.state, sheet.handed_in_at) == ("scored", NOON)
    assert Entry.objects.filter(verb="selection.seat.scored").count() == 1


def test_a_sheet_with_gaps_is_not_handed_in(town, mine):
    stamp = town.stamp(mine.expert.user)

    with pytest.raises(BadMarks) as gap:
        hand_in_sheet(mine, marks=marks(novelty=""), version=0, stamp=stamp)
    with pytest.raises(BadMarks) as low:
        hand_in_sheet(mine, marks=marks(use="40"), version=0, stamp=stamp)
    explained = marks(use="40", reasons={"use": "尚无用户", "unknown": "x"})
    sheet = hand_in_sheet(mine, marks=explained, version=0, stamp=stamp)

    assert (list(gap.value.errors), list(low.value.errors)) == (["novelty"], ["use"])
    assert sheet.reasons == {"use": "尚无用户"}


def test_scoring_begins_and_ends_exactly(town, made, mine):
    phase = made.read_terms().phase("scoring")
    user = mine.expert.user

    with pytest.raises(NotAllowed):
        save_sheet(
            mine,
            marks=marks(),
            version=0,
            stamp=town.stamp(user, at=phase.since - timedelta(seconds=1)),
        )
    save_sheet(mine, marks=marks(), version=0, stamp=town.stamp(user, at=phase.since))
    with pytest.raises(NotAllowed) as late:
        hand_in_sheet(mine, marks=marks(), version=1, stamp=town.stamp(user, at=phase.until))
    last = phase.until - timedelta(microseconds=1)
    hand_in_sheet(mine, marks=marks(), version=1, stamp=town.stamp(user, at=last))

    assert "1" in str(late.value)


def test_nobody_scores_for_another_or_with_a_conflict(town, mine):
    with pytest.raises(NotAllowed):
        save_sheet(mine, marks=marks(), version=0, stamp=town.stamp(expert(town, "陈工").user))
    Conflict.objects.create(
        candidacy=mine.candidacy,
        expert=mine.expert,
        kind="investor",
        origin="found",
        standing="bars",
        made_at=NOON,
    )
    with pytest.raises(NotAllowed):
        save_sheet(mine, marks=marks(), version=0, stamp=town.stamp(mine.expert.user))


@pytest.mark.parametrize("state", ["diligence", "ready", "withdrawn"])
def test_what_is_no_longer_before_the_panel_is_not_scored(town, mine, state):
    mine.candidacy.state = state
    mine.candidacy.save(update_fields=["state"])

    with pytest.raises(NotAllowed):
        save_sheet(mine, marks=marks(), version=0, stamp=town.stamp(mine.expert.user))


def test_the_office_opens_a_sheet_again_with_a_reason(town, mine):
    hand_in_sheet(mine, marks=marks(), version=0, stamp=town.stamp(mine.expert.user))
    office = town.stamp(town.city_officer)

    with pytest.raises(NoReason):
        reopen_sheet(mine, reason=" ", stamp=office)
    with pytest.raises(NotAllowed):
        reopen_sheet(mine, reason="误填", stamp=town.stamp(town.officer))
    opened = reopen_sheet(mine, reason="误填", stamp=office)

    assert (opened.state, Sheet.objects.get().handed_in_at) == ("accepted", None)
    again = hand_in_sheet(
        mine, marks=marks(use="90"), version=1, stamp=town.stamp(mine.expert.user)
    )
    assert again.values["use"] == "90"


def test_an_expert_compares_only_the_own_sheets(town, made):
    rows = panel(town, made, cases=2)
    handed_in(rows[0][0], 80, 60)
    handed_in(rows[0][1], 10, 10)

    lines = sheets.own_pile(town.stamp(rows[0][0].expert.user).actor, made)

    assert [(line.seat.pk, line.total) for line in lines] == [
        (rows[0][0].pk, pytest.approx(72)),
        (rows[1][0].pk, None),
    ]


def test_the_panel_is_read_from_the_consensus_on_by_those_who_handed_in(town):
    made = scored_programme(town, CONSENSUS)
    mine, other, late = panel(town, made)[0]
    handed_in(mine, 80, 60)
    handed_in(other, 70, 70)
    begins = made.read_terms().phase("consensus").since

    before = sheets.panel_sheets(mine, begins - timedelta(seconds=1))
    after = sheets.panel_sheets(mine, begins)

    assert (before, [one.seat_id for one in after]) == ([], [mine.pk, other.pk])
    assert sheets.panel_sheets(late, begins) == []


def test_without_consensus_the_panel_stays_closed(town):
    made = scored_programme(town, CONSENSUS, scoring=scoring(consensus=False))
    mine, other, _late = panel(town, made)[0]
    handed_in(mine, 80, 60)
    handed_in(other, 70, 70)

    assert sheets.panel_sheets(mine, NOON) == []


def test_a_total_needs_every_mark(made):
    form = made.read_terms().scoring

    assert total_of(form, {"novelty": "80", "use": "60"}) == pytest.approx(72)
    assert total_of(form, {"novelty": "80"}) is None
    assert total_of(form, {"novelty": "80", "use": "600"}) is None
