"""The invented lab call: it loads, and its twelve applications are filed as people file them."""

import pytest

from citystage.cities.demo import challenge as challenge_demo
from citystage.cities.demo import set_up
from citystage.cities.loading import load_city
from citystage.cities.loading.report import Outcome
from citystage.cities.packs.reading import demonstration_packs
from citystage.stages.catalogue.models import Lab
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.queries import attachments_of
from citystage.stages.selection.models import Candidacy, Programme


@pytest.mark.django_db(transaction=True)
def test_the_example_call_holds_twelve_applications_of_three_districts(settings, tmp_path):
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    load_city("qingdao", dry_run=False)
    load_city("chengdu", dry_run=False)

    set_up()

    call = Call.objects.get(code="labs-example")
    filed = Application.objects.filter(call=call).select_related("recommender")
    assert (call.way, call.sealed, filed.count()) == ("selection", True, 12)
    assert {one.recommender.code for one in filed} == {"laoshan", "huangdao", "chengyang"}
    assert sorted(one.state for one in filed) == ["draft", *["submitted"] * 11]
    assert all(attachments_of(one).count() == 2 for one in filed)
    again = load_city("qingdao", dry_run=False)
    kinds = {(one.kind, one.outcome) for one in again.changes if one.kind == "programme"}
    assert kinds == {("programme", Outcome.UNCHANGED)}
    assert Programme.objects.filter(call=call).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_example_challenge_is_announced_and_its_takers_are_called_for(settings, tmp_path):
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    for city in demonstration_packs():
        load_city(city, dry_run=False)

    set_up()

    challenge = Candidacy.objects.get(programme__call__code="challenge-example")
    (lab,) = Lab.objects.filter(kind=Lab.Kind.CHALLENGE, application=challenge.application)
    takers = Programme.objects.select_related("call").get(call__code="takers-example")
    filed = Application.objects.filter(call=takers.call)
    assert (challenge.state, challenge.seats.filter(state="scored").count()) == ("effective", 3)
    assert challenge.consensus.signed_at is not None
    assert lab.labels.get().number.startswith("BT")
    assert (takers.challenge, takers.call.state, takers.call.sealed) == (challenge, "open", True)
    assert sorted(one.state for one in filed) == ["accepted", "accepted", "draft"]
    assert challenge_demo.announce() == 0
