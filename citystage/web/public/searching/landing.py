"""Trials, projects, first uses and patterns as answers: what is read, and on which page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.stamps import Actor
from citystage.stages.projects.models import FirstUse, Pattern
from citystage.stages.projects.queries import found as landed
from citystage.stages.projects.queries.found import Door, FoundProject
from citystage.stages.projects.searchable import first_uses, patterns, projects
from citystage.stages.projects.states.claims import ClaimState
from citystage.stages.trials.queries import found as tried
from citystage.stages.trials.queries.found import FoundTrial
from citystage.stages.trials.searchable import KIND as TRIAL
from citystage.stages.trials.states.trials import ENDED
from citystage.web.shell.components import Text

PROJECT, FIRST_USE, PATTERN = projects.KIND, first_uses.KIND, patterns.KIND
# The names of their tabs; what a suggestion is, and its sign.
TABS: Final[Mapping[str, Text]] = {
    TRIAL: pgettext_lazy("kind of record", "Trials"),
    PROJECT: pgettext_lazy("kind of record", "Projects"),
    FIRST_USE: pgettext_lazy("kind of record", "First uses"),
    PATTERN: pgettext_lazy("kind of record", "Patterns"),
}
LOOK: Final[Mapping[str, tuple[Text, str]]] = {
    TRIAL: (pgettext_lazy("kind of record", "trial"), "flask-conical"),
    PROJECT: (pgettext_lazy("kind of record", "project"), "target"),
    FIRST_USE: (pgettext_lazy("kind of record", "first use"), "star"),
    PATTERN: (pgettext_lazy("kind of record", "pattern"), "copy"),
}
# The box of the list takes so many characters.
_ASKED: Final = 200


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A pattern, and how often it was copied."""

    pattern: Pattern
    copied: int


type Thing = FoundTrial | FoundProject | FirstUse | FoundPattern


# The same to ask ``isinstance``.
THINGS: Final = (FoundTrial, FoundProject, FirstUse, FoundPattern)


def behind(wanted: Mapping[str, Collection[int]], actor: Actor) -> dict[tuple[str, int], Thing]:
    """The records by (kind, id) as far as this person may read them; nothing asked for no kind."""
    things: dict[tuple[str, int], Thing] = {}
    trials = tried.found(actor, wanted.get(TRIAL, ()))
    things |= {(TRIAL, pk): one for pk, one in trials.items()}
    works = landed.projects(actor, wanted.get(PROJECT, ()))
    things |= {(PROJECT, pk): one for pk, one in works.items()}
    uses = landed.first_uses(actor, wanted.get(FIRST_USE, ()))
    things |= {(FIRST_USE, pk): one for pk, one in uses.items()}
    copied = landed.patterns(actor, wanted.get(PATTERN, ()))
    things |= {(PATTERN, pk): FoundPattern(*one) for pk, one in copied.items()}
    return things


def addresses(wanted: Mapping[str, Collection[int]], actor: Actor) -> dict[tuple[str, int], str]:
    """Where this person reads each of them, that was found by what they hold."""
    inside = tried.within(actor, wanted[TRIAL]) if TRIAL in wanted else frozenset[int]()
    found = {(TRIAL, pk): _trial_page(pk, inside=pk in inside) for pk in wanted.get(TRIAL, ())}
    for kind in (FIRST_USE, PATTERN):
        keys = wanted.get(kind, ())
        found |= {(kind, pk): reverse(f"projects:{kind}", args=[pk]) for pk in keys}
    works = landed.projects(actor, wanted.get(PROJECT, ()))
    return found | {(PROJECT, pk): address_of(one) for pk, one in works.items()}


def address_of(thing: Thing) -> str:
    """The page that opens for who found it."""
    if isinstance(thing, FoundTrial):
        return _trial_page(thing.trial.pk, inside=thing.inside)
    if isinstance(thing, FirstUse):
        return reverse("projects:first_use", args=[thing.pk])
    if isinstance(thing, FoundPattern):
        return reverse("projects:pattern", args=[thing.pattern.pk])
    project = thing.project
    if thing.door is Door.INSIDE:
        return reverse("projects:project", args=[project.pk])
    if thing.door is Door.SCENARIO:
        return reverse("public:scenario", args=[project.scenario.number])
    return f"{reverse('projects:lessons')}?{urlencode({'q': project.title[:_ASKED]})}"


def _trial_page(pk: int, *, inside: bool) -> str:
    return reverse("trials:trial" if inside else "trials:closed_one", args=[pk])


def is_hidden(thing: Thing) -> bool:
    """Whether it is not everybody's to read."""
    if isinstance(thing, FoundTrial):
        return not (thing.trial.is_shown and thing.trial.state in ENDED)
    if isinstance(thing, FirstUse):
        return thing.state != ClaimState.PROVEN
    if isinstance(thing, FoundPattern):
        return thing.pattern.published_at is None
    return not projects.is_public(thing.project)
