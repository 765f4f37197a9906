"""A broker begins the answer of a company that agreed; the company alone hands it in."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotAllowed
from citystage.stages.docking.actions.begin_answer import Client, begin_answer, begin_answer_for
from citystage.stages.docking.actions.editors import remove_editor
from citystage.stages.docking.actions.submit_answer import submit_answer, withdraw_answer
from citystage.stages.docking.actions.write_answer import write_answer
from citystage.stages.docking.models import Answer
from citystage.stages.docking.queries import answers
from citystage.stages.docking.sides import bound_to
from citystage.stages.docking.writing import NoWords
from tests.conftest import Town
from tests.docking.answering import Docked, content
from tests.racing import at_once

pytestmark = pytest.mark.usefixtures("english")
CONSENT = "王经理11月20日电话同意"


class Brokered(Docked):
    """With a broker, and the scenario opened for answers."""

    def __init__(self, town):
        super().__init__(town)
        seat = plant(parent=town.city, kind=Unit.Kind.ORGANISATION, name="示例促进中心")
        self.broker = town.person("broker", Role.BROKER, seat)
        self.opening = self.open()

    def begun(self, *, organisation=None, consent=CONSENT, person=None):
        client = Client(organisation or self.blue, consent)
        stamp = self.town.stamp(person or self.broker)
        return begin_answer_for(self.opening, client=client, stamp=stamp)


@pytest.fixture
def docked(town):
    return Brokered(town)


def told(person, words):
    return Notice.objects.filter(person=person, template__contains=words).count()


def test_a_broker_begins_and_writes_and_the_company_hands_in(town, docked):
    answer = docked.begun()
    again = docked.begun()

    assert again == answer
    assert (answer.organisation, answer.begun_for.name) == (docked.blue, "示例促进中心")
    assert told(docked.blue_person, "on your behalf") == 1
    assert Entry.objects.filter(verb="docking.answer.begun_for").count() == 1
    broker = town.stamp(docked.broker)
    write_answer(answer, content=content(), version=0, stamp=broker)
    answer.refresh_from_db()
    with pytest.raises(NotAllowed):
        submit_answer(answer, version=answer.revision, stamp=broker)

    blue = town.stamp(docked.blue_person)
    assert begin_answer(docked.opening, stamp=blue) == answer
    assert submit_answer(answer, version=answer.revision, stamp=blue).state == "submitted"


def test_the_company_takes_the_broker_off_its_answer(town, docked):
    answer = docked.begun()
    editor = answers.editors_of(answer).get()
    blue, broker = town.stamp(docked.blue_person), town.stamp(docked.broker)
    assert list(answers.prepared_by(broker.actor, docked.opening)) == [answer]

    remove_editor(answer, editor_id=editor.pk, stamp=blue)

    assert list(answers.prepared_by(broker.actor, docked.opening)) == []
    withdraw_answer(answer, reason="", stamp=blue)
    assert Answer.objects.get().state == "withdrawn"


def test_where_the_company_has_begun_it_alone_hears_of_the_offer(town, docked):
    own = docked.draft(docked.opening, docked.blue_person)

    assert docked.begun() is None

    assert answers.editors_of(own).count() == 0
    assert told(docked.blue_person, "would write your answer") == 1
    broker = town.stamp(docked.broker)
    assert not Answer.objects.writable_by(broker.actor).exists()


def test_it_takes_a_broker_consent_and_a_company_that_may_answer(town, docked):
    with pytest.raises(NoWords):
        docked.begun(consent="  ")
    for person in (town.owner, docked.red_person, town.city_officer):
        with pytest.raises(NotAllowed):
            docked.begun(person=person)
    with pytest.raises(NotAllowed):
        docked.begun(organisation=docked.firm)
    docked.blue.standing = "listed"
    docked.blue.save(update_fields=["standing"])
    with pytest.raises(NotAllowed):
        docked.begun()
    assert not Answer.objects.exists()


def test_who_writes_an_answer_along_does_not_judge_the_others(town, docked):
    assert bound_to(docked.broker.pk, docked.opening) == ""

    docked.begun()

    assert bound_to(docked.broker.pk, docked.opening) == docked.blue.label


@pytest.mark.django_db(transaction=True)
def test_of_a_broker_and_the_company_who_begin_at_once_there_is_one_answer(transactional_db):
    docked = Brokered(Town())
    blue = docked.town.stamp(docked.blue_person)

    at_once(docked.begun, lambda: begin_answer(docked.opening, stamp=blue), docked.begun)

    assert Answer.objects.count() == 1
