"""Whose outcome a step after docking is, and which brokers hear of it."""

from typing import Final, Protocol

from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking import telling
from citystage.stages.docking.models import Agreement, Answer, Intent, Introduction, Progress
from citystage.stages.docking.states.introductions import IntroductionState
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.selection.investigating import people_at

_BROKERS: Final = frozenset({Permission.MATCHMAKING_PAIR_PROPOSE})
_WORDS: Final = {
    ProgressStep.TRIAL: gettext_noop(
        "A trial is signed for “%(title)s”, to which you introduced %(organisation)s."
    ),
    ProgressStep.LANDED: gettext_noop(
        "“%(title)s”, to which you introduced %(organisation)s, has landed."
    ),
    ProgressStep.FAILED: gettext_noop(
        "“%(title)s”, to which you introduced %(organisation)s, did not land."
    ),
}


class Comes(Protocol):
    """Where a step came from, as it is told or kept."""

    @property
    def organisation(self) -> Organisation | None: ...
    @property
    def answer(self) -> Answer | None: ...
    @property
    def intent(self) -> Intent | None: ...
    @property
    def agreement(self) -> Agreement | None: ...


def suppliers(scenario: Scenario, came: Comes) -> list[Organisation]:
    """The one that is named; else who answered; else the parties that do not own the scenario."""
    if came.organisation is not None:
        return [came.organisation]
    if came.answer is not None:
        return [came.answer.organisation]
    deal = came.agreement or came.intent
    if deal is None:
        return []
    parties = deal.parties.select_related("organisation").exclude(organisation=None)
    found = [one.organisation for one in parties if one.organisation is not None]
    return [one for one in found if one.pk != scenario.owner_id]


def tell_brokers(progress: Progress, stamp: Stamp) -> None:
    """Who brought the two together hears what became of it."""
    if progress.organisation is None:
        return
    made = Introduction.objects.filter(
        scenario_id=progress.scenario_id,
        organisation=progress.organisation,
        state=IntroductionState.INTRODUCED,
        introducer__isnull=False,
    ).select_related("introducer", "organisation", "scenario")
    for one in made:
        assert one.introducer is not None
        telling.say(
            people_at(one.introducer, _BROKERS, at=stamp.at),
            _WORDS[ProgressStep(progress.step)],
            about=one,
            stamp=stamp,
            organisation=one.organisation.name,
            title=one.scenario.title,
        )
