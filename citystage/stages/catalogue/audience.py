"""Who may find what: tokens on each search document, and the tokens a reader holds.

A document is found by readers who hold one of its tokens. The same rules stand in the queries
that show the things (``queries.scenarios.visible``, ``queries.capabilities.reach_…``,
``queries.lists.reach_release``); those are asked again before anything is shown.
"""

from collections.abc import Callable, Iterable, Iterator

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Capability, Lab, Release, Scenario
from citystage.stages.catalogue.models.scenarios import HIDDEN
from citystage.stages.catalogue.states import ReleaseState

PUBLIC = "public"
# Anybody who acts for the unit or one above it; only those who edit, or prepare lists, there.
_ACTS, _EDITS, _PREPARES = "unit", "edit", "prepare"

_carried: list[Callable[[Actor], Iterable[str]]] = []

SHOWN = frozenset({Organisation.Standing.LISTED, Organisation.Standing.APPROVED})


def tokens_of(actor: Actor) -> frozenset[str]:
    """The tokens of a reader in their hat."""
    return own_tokens_of(actor) | {token for tokens in _carried for token in tokens(actor)}


def own_tokens_of(actor: Actor) -> frozenset[str]:
    """Those for records of the catalogue alone; no query."""
    return frozenset(
        [
            PUBLIC,
            *(f"{_ACTS}:{unit.pk}" for _, unit in actor.grants),
            *held(_EDITS, actor, Permission.CATALOGUE_RECORD_EDIT),
            *held(_PREPARES, actor, Permission.CATALOGUE_LIST_PREPARE),
        ]
    )


def carry(tokens: Callable[[Actor], Iterable[str]]) -> None:
    """Have readers hold tokens of a later stage too: those its records may be found by."""
    if tokens not in _carried:
        _carried.append(tokens)


def held(name: str, actor: Actor, permission: Permission) -> list[str]:
    """A token for each unit over whose subtree the reader holds a permission."""
    return [f"{name}:{unit.pk}" for unit in actor.reach(permission)]


def over(name: str, unit: Unit | None) -> Iterator[str]:
    """A token for the unit and for each one above it."""
    if unit is not None:
        yield from (f"{name}:{pk}" for pk in unit.path.split("/") if pk)


def of_scenario(scenario: Scenario) -> list[str]:
    """Everybody; a hidden one the city's editors and the owner's people and their district."""
    if scenario.state not in HIDDEN:
        return [PUBLIC]
    return [*over(_EDITS, scenario.city), *over(_ACTS, scenario.owner_unit)]


def of_capability(capability: Capability) -> list[str]:
    """Everybody; a hidden one those who act for the organisation or a unit above it."""
    if capability.public:
        return [PUBLIC]
    return list(over(_ACTS, capability.organisation.seat))


def of_organisation(organisation: Organisation) -> list[str]:
    """Everybody; one that waits or was declined its own people and the units above it."""
    if organisation.standing in SHOWN:
        return [PUBLIC]
    return list(over(_ACTS, organisation.seat))


def of_lab(_lab: Lab) -> list[str]:
    """Everybody: whoever verifies a plaque reads of it, also when it no longer counts."""
    return [PUBLIC]


def of_list(release: Release) -> list[str]:
    """Everybody; one in preparation the office that prepares it."""
    if release.state == ReleaseState.RELEASED:
        return [PUBLIC]
    return list(over(_PREPARES, release.city))
