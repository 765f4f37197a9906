"""What follows an upheld objection: corrected, judged again by the panel, or overturned."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from citystage.foundation.workflow.advance import WrongState
from citystage.stages.selection import ending
from citystage.stages.selection.actions.decide_objection import (
    AnswerMissing,
    DayMissing,
    admit,
    carry_out,
    uphold,
)
from citystage.stages.selection.actions.take_effect import take_effect
from citystage.stages.selection.models import Consensus, Sheet
from citystage.stages.selection.queries import notices
from citystage.stages.selection.rules.scores import may_agree, may_score
from tests.conftest import NOON
from tests.selection.deciding import in_notice, later, noticed, noticed_of, objected
from tests.selection.experts.register import expert, seat
from tests.web.bureau.people import browser


def office(town, at=NOON):
    return replace(town.stamp(town.city_officer), at=at)


@pytest.fixture
def notice(town):
    return noticed(town)


def upheld(town, notice, outcome, **more):
    made = objected(town, notice, remedy="correct")
    admit(made, stamp=office(town))
    return uphold(made, answer="情况属实。", outcome=outcome, stamp=office(town), **more)


@pytest.mark.django_db
def test_a_correction_keeps_back_the_effect_until_it_is_carried_out(town, client, notice):
    made = upheld(town, notice, "corrected")
    candidacy = made.candidacy
    late = office(town, later(notice))

    assert take_effect(candidacy, stamp=late) is False
    assert list(notices.to_carry_out(late.actor)) == [made]
    carry_out(made, correction="单位名称更正为示例科技。", stamp=late)
    assert take_effect(candidacy, stamp=late) is True
    page = client.get(reverse("public:notice", args=[notice.number])).content.decode()
    assert "单位名称更正为示例科技。" in page
    with pytest.raises(WrongState):
        carry_out(made, correction="再次更正。", stamp=late)


@pytest.mark.django_db
def test_a_correction_says_what_was_put_right(town, notice):
    made = upheld(town, notice, "corrected")

    with pytest.raises(AnswerMissing):
        carry_out(made, correction=" ", stamp=office(town))


@pytest.mark.django_db
def test_what_is_judged_again_goes_back_to_its_panel(town, client, notice):
    candidacy = in_notice(notice)[0]
    held = seat(candidacy, expert(town), "scored", chairs=True)
    values = {"novelty": "80", "use": "70"}
    Sheet.objects.create(
        seat=held, values=values, terms_version=1, changed_at=NOON, handed_in_at=NOON
    )
    Consensus.objects.create(
        candidacy=candidacy, made_by=town.city_officer, made_at=NOON, signed_at=NOON
    )
    until = NOON + timedelta(days=9)

    upheld(town, notice, "judged_again", again_until=until)

    candidacy.refresh_from_db()
    held.refresh_from_db()
    assert (candidacy.state, held.state) == ("reviewing", "accepted")
    assert (held.sheet.handed_in_at, held.sheet.values) == (None, values)
    assert candidacy.consensus.signed_at is None
    # The phases are over: the time given counts, and not a moment more.
    held.candidacy = candidacy
    long_after = NOON + timedelta(days=400)
    candidacy.judge_again_until = long_after
    held.state = "accepted"
    assert may_score(held, None, long_after - timedelta(seconds=1), own=True)
    assert not may_score(held, None, long_after, own=True)
    held.state = "scored"
    moment = long_after - timedelta(seconds=1)
    assert may_agree(held, None, candidacy.consensus, moment, own=True)
    page = client.get(
        reverse("public:notice", args=[notice.number]), headers={"accept-language": "en"}
    )
    assert "judged again after an objection" in page.content.decode()


@pytest.mark.django_db
def test_what_is_proposed_anew_waits_for_its_own_notice(town, notice):
    candidacy = in_notice(notice)[0]
    upheld(town, notice, "judged_again", again_until=NOON + timedelta(days=9))
    type(candidacy).objects.filter(pk=candidacy.pk).update(state="ready")

    again = noticed_of(town, notice.programme)
    again.posted_at, again.until = notice.until, notice.until + timedelta(days=7)
    again.save(update_fields=["posted_at", "until"])

    assert candidacy.pk not in {one.pk for one in ending.due(later(notice))}
    assert candidacy.pk in {one.pk for one in ending.due(later(again))}


@pytest.mark.django_db
def test_a_second_judgement_has_an_end_ahead(town, notice):
    made = objected(town, notice)
    admit(made, stamp=office(town))

    for until in (None, NOON):
        with pytest.raises(DayMissing):
            uphold(
                made,
                answer="属实。",
                outcome="judged_again",
                again_until=until,
                stamp=office(town),
            )


@pytest.mark.django_db
def test_the_office_chooses_what_follows_in_the_browser(town, notice):
    made = objected(town, notice, remedy="correct")
    admit(made, stamp=office(town))
    client = browser(town.city_officer)
    here = [notice.programme_id, made.pk]
    act = reverse("bureau:selection_objection_act", args=[*here, "uphold"])

    page = client.get(reverse("bureau:selection_objection", args=here))
    (_verb, _label, form), *_more = page.context["forms"]
    wrong = client.post(act, {"answer": "属实。", "outcome": "judged_again", "again_until": ""})
    right = client.post(act, {"answer": "属实。", "outcome": "corrected", "again_until": ""})
    carried = reverse("bureau:selection_objection_act", args=[*here, "carry-out"])

    assert form.initial == {"outcome": "corrected"}
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert carried in client.get(right["Location"]).text
    assert client.post(carried, {"correction": ""}).status_code == 422
    assert client.post(carried, {"correction": "名称已更正。"}).status_code == 302
    made.refresh_from_db()
    assert (made.outcome, made.correction) == ("corrected", "名称已更正。")
