"""Whom docking tells what: the two sides, those who follow, and the next step up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.telling import followers_of, owners_of
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.sides import first_unit
from citystage.stages.docking.states.answers import AnswerState
from citystage.stages.selection.investigating import people_at

_JUDGES = frozenset({Permission.DOCKING_ANSWER_JUDGE})
_GIVES = frozenset({Permission.DOCKING_ANSWER_GIVE})


def owners(scenario: Scenario, stamp: Stamp) -> list[User]:
    """Who acts for the owner itself, and who filed the need and was invited to it; not above."""
    people = people_at(first_unit(scenario), _JUDGES, at=stamp.at)
    filed = owners_of(scenario, stamp) if scenario.application_id else []
    return once([*people, *filed])


def judges_at(unit: Unit, stamp: Stamp) -> list[User]:
    """Who judges at the unit itself, not above it."""
    return people_at(unit, _JUDGES, at=stamp.at)


def members_of(organisation: Organisation, stamp: Stamp) -> list[User]:
    """Who answers for an organisation."""
    seat = organisation.seat
    return people_at(seat, _GIVES, at=stamp.at) if seat else []


def writers_of(answer: Answer, stamp: Stamp) -> list[User]:
    """Who answers for its organisation, and whoever was invited to write."""
    invited = answer.editors.filter(user__is_active=True).select_related("user")
    return once([*members_of(answer.organisation, stamp), *(e.user for e in invited if e.user)])


def answering(opening: Opening, stamp: Stamp) -> list[User]:
    """Everybody who writes an answer to the opening, also a draft."""
    answers = opening.answers.exclude(state=AnswerState.WITHDRAWN)
    found = []
    for answer in answers.select_related("organisation__seat"):
        found += writers_of(answer, stamp)
    return once(found)


def audience(opening: Opening, stamp: Stamp) -> list[User]:
    """Who follows the scenario, and who answers."""
    return once([*followers_of(opening.scenario), *answering(opening, stamp)])


def say(
    people: Iterable[User],
    template: str,
    *,
    about: models.Model,
    stamp: Stamp,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell each of them once."""
    tell(people, group=group, template=template, values=values, about=about, stamp=stamp)


def once(people: Iterable[User]) -> list[User]:
    """Each person once, in order."""
    return list({user.pk: user for user in people}.values())


def exact(moment: datetime) -> str:
    """A moment in a message, to the second."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
