"""The chaired consensus: drafts, signing, who may, and what it does to the order."""

import pytest

from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection.actions.save_sheet import Outrun
from citystage.stages.selection.actions.write_consensus import (
    Agreement,
    NotWhole,
    write_consensus,
)
from citystage.stages.selection.marking import LONGEST, BadMarks
from citystage.stages.selection.models import Sheet
from citystage.stages.selection.queries.scores import board
from tests.selection.scoring.marking import CONSENSUS, handed_in, panel, scored_programme, scoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(town):
    return scored_programme(town, CONSENSUS)


@pytest.fixture
def seats(town, made):
    found = panel(town, made)[0]
    found[0].chairs = True
    found[0].save(update_fields=["chairs"])
    for held in found:
        handed_in(held, 60, 60)
    return found


@pytest.fixture
def chair(seats):
    return seats[0]


def agreement(seats, **changes):
    known = {
        "values": {"novelty": "90", "use": "80"},
        "words": "一致认为可行",
        "agreed": frozenset(one.expert_id for one in seats[:2]),
        "differing": {seats[2].expert_id: "成本偏高"},
    }
    return Agreement(**(known | changes))


def sign(town, chair, said, version=0, *, whole=True):
    return write_consensus(
        chair,
        agreement=said,
        version=version,
        sign=whole,
        stamp=town.stamp(chair.expert.user),
    )


def test_the_chair_keeps_a_draft_and_signs_it_once(town, made, seats, chair):
    sign(town, chair, agreement(seats, values={}), whole=False)
    with pytest.raises(Outrun):
        sign(town, chair, agreement(seats))
    signed = sign(town, chair, agreement(seats), version=1)
    with pytest.raises(NotAllowed):
        sign(town, chair, agreement(seats), version=2)

    assert signed.differing == [{"expert": seats[2].expert_id, "words": "成本偏高"}]
    assert Sheet.objects.filter(values={"novelty": "60", "use": "60"}).count() == 3
    (line,) = board(town.stamp(town.city_officer).actor, made).lines
    assert (line.total.total, line.agreed, line.verdict.chosen) == (
        pytest.approx(60),
        pytest.approx(86),
        True,
    )


def test_everybody_is_heard_before_it_is_signed(town, seats, chair):
    with pytest.raises(NotWhole):
        sign(town, chair, agreement(seats, differing={}))


def test_marks_and_words_are_whole(town, seats, chair):
    with pytest.raises(BadMarks) as gap:
        sign(town, chair, agreement(seats, values={"novelty": "90"}))
    with pytest.raises(BadMarks) as low:
        sign(town, chair, agreement(seats, values={"novelty": "90", "use": "10"}, words=""))
    with pytest.raises(BadMarks) as long:
        sign(town, chair, agreement(seats, words="字" * (LONGEST + 1)), whole=False)

    found = [list(one.value.errors) for one in (gap, low, long)]
    assert found == [["use"], ["use"], ["words"]]


def test_only_the_chair_in_the_phase_of_consensus(town, seats, chair):
    with pytest.raises(NotAllowed):
        sign(town, seats[1], agreement(seats))
    with pytest.raises(NotAllowed):
        write_consensus(
            chair,
            agreement=agreement(seats),
            version=0,
            sign=True,
            stamp=town.stamp(seats[1].expert.user),
        )


def test_a_selection_without_consensus_takes_none(town):
    made = scored_programme(town, CONSENSUS, scoring=scoring(consensus=False))
    held = panel(town, made)[0]
    held[0].chairs = True
    held[0].save(update_fields=["chairs"])
    handed_in(held[0], 60, 60)

    with pytest.raises(NotAllowed):
        sign(town, held[0], agreement(held))
