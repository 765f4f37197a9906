"""What the tests of readers do again and again: ask, confirm, tell, and look what was told."""

from datetime import timedelta

from citystage.foundation.notices.models import Mail, Notice
from citystage.stages.catalogue.actions.subscribe import (
    confirm_subscription,
    subscribe,
)
from citystage.stages.catalogue.actions.tell_subscribers import tell_subscribers
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.catalogue.tokens import token_of
from tests.conftest import HOUSE, NOON
from tests.settling import settle

PORT = ScenarioFilter(field=("port",))


def ask(town, *, wanted=PORT, email="Reader@Example.invalid", language="en", stamp=HOUSE, **more):
    given = {"title": "港航", "city": None} | more
    return subscribe(email=email, wanted=wanted, language=language, stamp=stamp, **given)


def confirmed(town, **more):
    asked = ask(town, **more)
    return confirm_subscription(token_of(asked), stamp=HOUSE)


def reserve(town, **fields):
    return town.scenario(state=ScenarioState.RESERVE, published_on=None, **fields)


def later(town, minutes=5):
    return town.stamp(town.city_officer, at=NOON + timedelta(minutes=minutes))


def tell_now():
    settle()
    return tell_subscribers(stamp=HOUSE)


def told():
    return list(Mail.objects.filter(key__startswith="subscription:").order_by("pk"))


def notices(user):
    return [(n.group, n.text) for n in Notice.objects.filter(person=user).order_by("pk")]
