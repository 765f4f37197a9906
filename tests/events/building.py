"""Events for tests: announced, tomorrow afternoon, in the town."""

from dataclasses import replace
from datetime import timedelta

from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.stages.events.actions.announce_event import publish_event
from citystage.stages.events.actions.prepare_event import prepare_event
from citystage.stages.events.actions.register import Wish, register
from citystage.stages.events.describing import Description
from tests.conftest import NOON

BEGINS = NOON + timedelta(days=7)
SAID = Description(
    kind="session",
    title="示例海洋场景对对碰",
    title_en="Example marine session",
    starts_at=BEGINS,
    ends_at=BEGINS + timedelta(hours=3),
    place="示例会展中心",
)


def said(**changes):
    return replace(SAID, **changes)


def draft(town, **changes):
    """An event of the city's office in preparation."""
    officer = town.stamp(town.city_officer)
    return prepare_event(town.city, said=said(**changes), stamp=officer)


def announced(town, **changes):
    """The same, announced."""
    return publish_event(draft(town, **changes), stamp=town.stamp(town.city_officer))


def firm(town, name):
    """A firm with a seat, and a person who acts for it."""
    seat = town.unit("organisation", name, "", parent=town.laoshan)
    made = Organisation.objects.create(
        city=town.city,
        district=town.laoshan,
        seat=seat,
        name=name,
        folded_name=name,
        standing="approved",
    )
    return made, town.person(f"member-{made.pk}", Role.COMPANY_MEMBER, seat)


def comes(town, event, name="示例甲公司", *, at=NOON, **wish):
    """A new firm's person registers."""
    _organisation, person = firm(town, name)
    return register(event, wish=Wish(name=f"{name}代表", **wish), stamp=town.stamp(person, at=at))
