"""Random walks through the flow: whatever officers, owners and departments do, the record holds."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.restore import restore
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review.actions.apply_decisions import apply_decisions
from citystage.stages.review.actions.ask_opinions import ask_opinions
from citystage.stages.review.actions.back_to_polishing import back_to_polishing
from citystage.stages.review.actions.give_opinion import give_opinion
from citystage.stages.review.actions.make_ready import make_ready
from citystage.stages.review.actions.merge import merge
from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.actions.prepare_decision import prepare_decision
from citystage.stages.review.actions.return_case import return_case
from citystage.stages.review.actions.take_up import take_up
from citystage.stages.review.actions.unmerge import unmerge
from citystage.stages.review.models import Case
from citystage.stages.review.states import CASE_FLOW, CaseState, OpinionState
from tests.review.builders import recommended

STEPS = [
    *("take_up", "return", "resubmit", "ask", "give", "back", "ready", "choose", "decline"),
    *("merge", "unmerge", "withdraw", "refile"),
]


class Walk:
    """One case, another to merge into, and everything that may be done to the first."""

    def __init__(self, town):
        self.town, self.case, self.other = town, recommended(town), recommended(town)
        self.office, self.owner = town.stamp(town.city_officer), town.stamp(town.owner)

    def step(self, name):
        case = Case.objects.select_related("application").get(pk=self.case.pk)
        try:
            getattr(self, f"do_{name}")(case)
        except Refusal:
            case.refresh_from_db()
            return False
        return True

    def do_take_up(self, case):
        take_up(case, stamp=self.office)

    def do_return(self, case):
        return_case(case, reason="请补充", stamp=self.office)

    def do_resubmit(self, case):
        version = case.application.revision
        submit(case.application, version=version, stamp=self.owner)

    def do_ask(self, case):
        units = [self.town.transport, self.town.health]
        ask_opinions(case, units=units[:1], question="可行吗？", stamp=self.office)

    def do_give(self, case):
        for opinion in case.opinions.filter(state=OpinionState.ASKED).select_related("unit"):
            stamp = self.town.stamp(self.town.clerk)
            give_opinion(opinion, stance="support", text="同意", stamp=stamp)

    def do_back(self, case):
        back_to_polishing(case, reason="再改", stamp=self.office)

    def do_ready(self, case):
        make_ready(case, stamp=self.office)

    def do_choose(self, case):
        self._decide(case, "chosen")

    def do_decline(self, case):
        self._decide(case, "not_chosen")

    def _decide(self, case, outcome):
        batch = open_batch(self.town.city, title="批次", stamp=self.office)
        prepare_decision(
            case, batch=batch, outcome=outcome, reason="理由", place=None, stamp=self.office
        )
        apply_decisions(batch, stamp=self.office)

    def do_merge(self, case):
        merge(case, into=self.other, reason="同一需求", stamp=self.office)

    def do_unmerge(self, case):
        unmerge(case, stamp=self.office)

    def do_withdraw(self, case):
        withdraw(case.application, reason="不再需要", stamp=self.owner)

    def do_refile(self, case):
        restore(case.application, stamp=self.owner)
        submit(case.application, version=case.application.revision, stamp=self.owner)
        case.application.refresh_from_db()
        recommend(case.application, opinion="再次推荐", place=None, stamp=self.town.stamp())


@pytest.fixture
def walk(town):
    return Walk(town)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=st.lists(st.sampled_from(STEPS), max_size=12))
def test_every_walk_leaves_a_sound_record(walk, names):
    for name in names:
        before = Case.objects.get(pk=walk.case.pk).state
        done = walk.step(name)
        after = Case.objects.get(pk=walk.case.pk).state
        assert done or before == after

    case = Case.objects.select_related("application").get(pk=walk.case.pk)
    told = [entry.verb for entry in timeline(case)]
    assert told[-1] in {
        "review.case.opened",
        *(move.verb for move in CASE_FLOW.moves if move.target == case.state),
    }
    assert (case.merged_into_id is not None) == (case.state == CaseState.MERGED)
    open_round = case.opinions.filter(state__in=[OpinionState.ASKED, OpinionState.QUEUED])
    assert open_round.exists() == (case.state == CaseState.OPINIONS)
    if case.state == CaseState.RETURNED:
        assert case.application.state == ApplicationState.RETURNED
    if case.state == CaseState.WITHDRAWN:
        assert case.application.state in (
            ApplicationState.WITHDRAWN,
            ApplicationState.DRAFT,
            ApplicationState.SUBMITTED,
        )
    assert Entry.objects.filter(verb="review.case.opened").count() == 2


def test_every_move_is_walked_by_an_action_or_a_handler(walk):
    """The happy way, once from end to end, so that no move of the flow is dead."""
    way = "take_up return resubmit ask give back merge unmerge ready withdraw refile take_up ready"

    assert [walk.step(name) for name in way.split()] == [True] * len(way.split())
    assert walk.step("choose")
    seen = set(Entry.objects.filter(verb__startswith="review.case").values_list("verb", flat=True))
    assert {move.verb for move in CASE_FLOW.moves} - seen == {"review.case.declined"}
