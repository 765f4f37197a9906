"""Both sides sign the same text; what changes is written anew, compared and signed again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.models import Progress
from citystage.stages.trials.actions.amend_trial import (
    AmendmentStands,
    NoAmendment,
    propose_amendment,
    withdraw_amendment,
)
from citystage.stages.trials.actions.begin_trial import (
    AnotherVersion,
    Beginning,
    TrialStands,
    begin_trial,
    drop_draft,
    write_anew,
)
from citystage.stages.trials.actions.sign_trial import sign_trial
from citystage.stages.trials.agreeing import open_version
from citystage.stages.trials.contents import BadContent, digest
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.parties import WordsMissing
from citystage.stages.trials.queries import beginning
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.queries.trials import Cut
from tests.conftest import NOON
from tests.trials.trying import TODAY, Tried, content

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def tried(town):
    return Tried(town)


def test_the_second_signature_puts_the_text_into_force(tried):
    trial = tried.begun()
    first = tried.sign(trial, tried.blue_person)
    trial.refresh_from_db()
    assert (trial.state, first.side, first.signer) == ("draft", "supplier", tried.blue_person)

    tried.sign(trial, tried.town.owner)

    trial.refresh_from_db()
    version = trial.versions.get()
    assert (trial.state, trial.step, trial.signed_at) == ("running", 1, NOON)
    assert version.in_force_at == NOON
    assert version.sha256 == first.sha256 == digest(version.text, version.text_en)
    entry = Entry.objects.get(verb="trials.trial.signed")
    told = {key: entry.payload[key] for key in ("key", "city", "district", "department", "amount")}
    assert told == {
        "key": f"scenario:{tried.scenario.pk}",
        "city": "qingdao",
        "district": "laoshan",
        "department": "transport",
        "amount": 80_000_000,
    }
    assert Progress.objects.get().step == "trial"
    assert Notice.objects.filter(person=tried.town.clerk).exists()


def test_one_side_signs_once_and_strangers_never(tried):
    trial = tried.begun()
    tried.sign(trial, tried.blue_person)

    with pytest.raises(NotAllowed):
        tried.sign(trial, tried.blue_person)
    with pytest.raises(NotAllowed):
        tried.sign(trial, tried.red_person)
    # The district is over the owner, and still not the owner.
    with pytest.raises(NotAllowed):
        tried.sign(trial, tried.town.officer)


def test_a_changed_draft_drops_the_signature_of_the_other_side(tried):
    trial = tried.begun()
    signed = tried.sign(trial, tried.blue_person)
    old = open_version(trial).sha256

    made = write_anew(
        trial, content=content(place="四号堆场"), number=1, stamp=tried.by(tried.town.owner)
    )

    signed.refresh_from_db()
    trial.refresh_from_db()
    assert (made.number, signed.dropped_at, trial.place) == (2, NOON, "四号堆场")
    with pytest.raises(AnotherVersion):
        sign_trial(trial, sha256=old, stamp=tried.by(tried.blue_person))
    with pytest.raises(AnotherVersion):
        write_anew(trial, content=content(), number=1, stamp=tried.by(tried.blue_person))


def test_the_same_text_again_drops_nothing(tried):
    trial = tried.begun()
    signed = tried.sign(trial, tried.blue_person)

    same = write_anew(
        trial,
        content=content(district=tried.town.laoshan.pk),
        number=1,
        stamp=tried.by(tried.town.owner),
    )

    signed.refresh_from_db()
    assert (same.number, signed.dropped_at) == (1, None)


def test_the_supplier_drafts_only_where_a_record_pairs_the_two(tried):
    with pytest.raises(NotAllowed):
        tried.begun(by=tried.blue_person)
    opening = tried.open(sealed=False)
    answer = tried.given(opening, tried.blue_person)

    paired = Beginning(supplier=tried.blue, ladder="standard", answer=answer)
    made = begin_trial(
        tried.scenario, beginning=paired, content=content(), stamp=tried.by(tried.blue_person)
    )

    assert made.answer == answer
    assert not beginning.is_chosen(answer)


def test_two_sides_have_one_live_trial_of_a_scenario(tried):
    trial = tried.begun()
    with pytest.raises(TrialStands):
        tried.begun()

    drop_draft(trial, reason="另议", stamp=tried.by(tried.blue_person))
    again = tried.begun()

    trial.refresh_from_db()
    assert (trial.state, trial.outcome_words, again.state) == ("dropped", "另议", "draft")
    with pytest.raises(NotAllowed):
        drop_draft(trial, reason="再次", stamp=tried.by(tried.blue_person))


def test_what_cannot_stand_is_refused(tried):
    for wrong in (
        {"ends_on": TODAY},
        {"ends_on": TODAY + timedelta(days=5000)},
        {"free": False},
        {"numbers": ()},
    ):
        with pytest.raises(BadContent):
            tried.begun(**wrong)
    with pytest.raises(BadContent):
        tried.begun(ladder="no-such-ladder")
    with pytest.raises(NotAllowed):
        begin_trial(
            tried.scenario,
            beginning=Beginning(supplier=tried.firm, ladder="standard"),
            content=content(),
            stamp=tried.by(tried.town.owner),
        )
    assert not Trial.objects.exists()


def test_amendments_are_numbered_and_signed_by_both(tried):
    trial = tried.signed()
    later = content(district=tried.town.laoshan.pk, ends_on=TODAY + timedelta(days=300))

    with pytest.raises(WordsMissing):
        propose_amendment(trial, content=later, reason=" ", stamp=tried.by(tried.blue_person))
    propose_amendment(trial, content=later, reason="延期", stamp=tried.by(tried.blue_person))
    with pytest.raises(AmendmentStands):
        propose_amendment(trial, content=later, reason="延期", stamp=tried.by(tried.town.owner))
    trial.refresh_from_db()
    assert trial.ends_on == TODAY + timedelta(days=180)
    tried.sign(trial, tried.town.owner)
    tried.sign(trial, tried.blue_person)

    trial.refresh_from_db()
    version = queries.in_force(queries.versions_of(trial))
    assert (version.amendment, trial.ends_on) == (1, TODAY + timedelta(days=300))
    assert Entry.objects.filter(verb="trials.trial.amended").count() == 1
    with pytest.raises(BadContent):
        propose_amendment(trial, content=later, reason="无变化", stamp=tried.by(tried.town.owner))


def test_a_withdrawn_amendment_changes_nothing_and_its_number_comes_again(tried):
    trial = tried.signed()
    stamp = tried.by(tried.blue_person)
    with pytest.raises(NoAmendment):
        withdraw_amendment(trial, reason="误", stamp=stamp)
    propose_amendment(trial, content=content(place="别处"), reason="换场地", stamp=stamp)
    withdraw_amendment(trial, reason="不换了", stamp=stamp)

    made = propose_amendment(trial, content=content(place="五号"), reason="换场地", stamp=stamp)
    again = write_anew(trial, content=content(place="六号"), number=made.number, stamp=stamp)

    trial.refresh_from_db()
    assert (made.amendment, again.amendment, again.reason) == (1, 1, "换场地")
    assert trial.place == "前湾港区三号堆场"
    assert Version.objects.open().count() == 1


def test_a_draft_is_between_the_sides_and_signed_ones_reach_the_offices(tried):
    trial = tried.begun()
    officers = (tried.town.officer, tried.town.clerk, tried.town.city_officer)
    for person in officers:
        with pytest.raises(NotFound):
            queries.reach_trial(tried.by(person).actor, trial.pk)

    tried.sign(trial, tried.town.owner)
    tried.sign(trial, tried.blue_person)

    for person in officers:
        assert queries.reach_trial(tried.by(person).actor, trial.pk) == trial
    for person in (tried.red_person, tried.town.jimo_officer):
        with pytest.raises(NotFound):
            queries.reach_trial(tried.by(person).actor, trial.pk)


def test_what_waits_to_be_signed(tried):
    trial = tried.begun()
    owner, blue = tried.by(tried.town.owner).actor, tried.by(tried.blue_person).actor
    assert [list(queries.to_sign(one)) for one in (owner, blue)] == [[trial], [trial]]

    tried.sign(trial, tried.blue_person)

    assert [list(queries.to_sign(one)) for one in (owner, blue)] == [[trial], []]
    found = queries.trials(blue, Cut(box="mine", words="集卡", states=("draft",)), today=TODAY)
    assert list(found) == [trial]
    assert queries.tally(blue, Cut(), today=TODAY) == {"draft": 1}


def test_a_trial_that_does_not_run_is_not_signed_again(tried):
    trial = tried.signed()

    with pytest.raises(NotAllowed):
        sign_trial(trial, sha256="0" * 64, stamp=tried.by(tried.town.owner))
    with pytest.raises(NotAllowed):
        write_anew(trial, content=content(), number=1, stamp=tried.by(tried.town.owner))
    assert issubclass(WrongState, Exception)
    assert replace(tried.by(tried.town.owner), at=NOON).at == NOON
