"""Records: who is tied to whom, how, since when, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from citystage.engines.conflicts.naming import normal


class NodeKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Node:
    """A person by key, or an organisation by its code or else its normalised name."""

    kind: NodeKind
    key: str
    code: str = ""
    name: str = field(default="", compare=False)


def person(key: str, name: str = "") -> Node:
    return Node(NodeKind.PERSON, key, name=name or key)


def organisation(name: str, code: str = "") -> Node:
    """Records of one name with and without a code are joined when conflicts are looked for."""
    return Node(NodeKind.ORGANISATION, normal(name), code.strip().upper(), name)


class TieKind(StrEnum):
    """EMPLOYED (works for, directs), OWNS and ADVISES run from `one` to `other`, others do not."""

    EMPLOYED = "employed"
    KIN = "kin"
    OWNS = "owns"
    ADVISES = "advises"
    COMPETES = "competes"
    WORKED_WITH = "worked_with"


@dataclass(frozen=True, slots=True)
class Tie:
    """`share`: 0..1 of a holding. `until` None: still so. `source`: the record that says it."""

    kind: TieKind
    one: Node
    other: Node
    since: date | None = None
    until: date | None = None
    source: str = ""
    share: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a case belongs to: applicant, partner, member of the team."""

    node: Node
    role: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    key: str
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Expert:
    key: str
    node: Node


def panel(people: Iterable[Node], on: date, source: str) -> list[Tie]:
    """Everybody who sat on a panel, or wrote a paper, together."""
    return [
        Tie(TieKind.WORKED_WITH, one, other, on, on, source)
        for one, other in combinations(dict.fromkeys(people), 2)
    ]


def agreement(
    parties: Iterable[Node], since: date | None, until: date | None, source: str
) -> list[Tie]:
    """Everybody bound by one agreement or project."""
    return [
        Tie(TieKind.WORKED_WITH, one, other, since, until, source)
        for one, other in combinations(dict.fromkeys(parties), 2)
    ]
