"""Patterns: which path of ties from an expert to a party is which conflict."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from citystage.engines.conflicts.records import NodeKind, TieKind


class ConflictKind(StrEnum):
    EMPLOYER = "employer"
    KIN = "kin"
    INVESTOR = "investor"
    ADVISER = "adviser"
    CO_OWNER = "co_owner"
    COMPETITOR = "competitor"
    CO_WORK = "co_work"


class Way(StrEnum):
    """A tie gone along or against. Group ties are holdings of a large share."""

    EMPLOYED = "employed"
    EMPLOYS = "employs"
    KIN = "kin"
    OWNS = "owns"
    OWNED_BY = "owned_by"
    CONTROLS = "controls"
    CONTROLLED_BY = "controlled_by"
    ADVISES = "advises"
    COMPETES = "competes"
    WORKED_WITH = "worked_with"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`end`: what the party is. `transitive`: it goes through a third, whom it might not bind."""

    kind: ConflictKind
    ways: tuple[Way, ...]
    end: NodeKind | None
    transitive: bool


_K, _W = ConflictKind, Way
_PERSON, _BODY = NodeKind.PERSON, NodeKind.ORGANISATION
PATTERNS: Final = (
    # The expert works for a party, or for whom a member of the team works for.
    Pattern(_K.EMPLOYER, (_W.EMPLOYED,), _BODY, transitive=False),
    Pattern(_K.EMPLOYER, (_W.EMPLOYED, _W.EMPLOYS), _PERSON, transitive=False),
    # … or for a parent, a subsidiary, a sister of a party.
    Pattern(_K.EMPLOYER, (_W.EMPLOYED, _W.CONTROLS), _BODY, transitive=True),
    Pattern(_K.EMPLOYER, (_W.EMPLOYED, _W.CONTROLLED_BY), _BODY, transitive=True),
    Pattern(_K.EMPLOYER, (_W.EMPLOYED, _W.CONTROLLED_BY, _W.CONTROLS), _BODY, transitive=True),
    # Family in the team, in the firm, among its owners.
    Pattern(_K.KIN, (_W.KIN,), _PERSON, transitive=False),
    Pattern(_K.KIN, (_W.KIN, _W.EMPLOYED), _BODY, transitive=True),
    Pattern(_K.KIN, (_W.KIN, _W.OWNS), _BODY, transitive=True),
    # Holds shares, alone or as somebody's employee, or through one more firm.
    Pattern(_K.INVESTOR, (_W.OWNS,), _BODY, transitive=False),
    Pattern(_K.INVESTOR, (_W.EMPLOYED, _W.OWNS), _BODY, transitive=False),
    Pattern(_K.INVESTOR, (_W.OWNS, _W.OWNS), _BODY, transitive=True),
    Pattern(_K.INVESTOR, (_W.EMPLOYED, _W.OWNS, _W.OWNS), _BODY, transitive=True),
    # Advises, alone or as somebody's employee, or advises the group.
    Pattern(_K.ADVISER, (_W.ADVISES,), _BODY, transitive=False),
    Pattern(_K.ADVISER, (_W.EMPLOYED, _W.ADVISES), _BODY, transitive=True),
    Pattern(_K.ADVISER, (_W.ADVISES, _W.CONTROLS), _BODY, transitive=True),
    Pattern(_K.ADVISER, (_W.ADVISES, _W.CONTROLLED_BY), _BODY, transitive=True),
    # Both hold shares of a third.
    Pattern(_K.CO_OWNER, (_W.OWNS, _W.OWNED_BY), None, transitive=False),
    # Works for, owns or advises a competitor.
    Pattern(_K.COMPETITOR, (_W.EMPLOYED, _W.COMPETES), _BODY, transitive=False),
    Pattern(_K.COMPETITOR, (_W.OWNS, _W.COMPETES), _BODY, transitive=False),
    Pattern(_K.COMPETITOR, (_W.ADVISES, _W.COMPETES), _BODY, transitive=True),
    # Worked together; the expert's firm and a party did; the expert and somebody of the firm did.
    Pattern(_K.CO_WORK, (_W.WORKED_WITH,), None, transitive=False),
    Pattern(_K.CO_WORK, (_W.EMPLOYED, _W.WORKED_WITH), _BODY, transitive=True),
    Pattern(_K.CO_WORK, (_W.WORKED_WITH, _W.EMPLOYED), _BODY, transitive=True),
)

TIES: Final = {
    Way.EMPLOYED: (TieKind.EMPLOYED, True),
    Way.EMPLOYS: (TieKind.EMPLOYED, False),
    Way.KIN: (TieKind.KIN, True),
    Way.OWNS: (TieKind.OWNS, True),
    Way.OWNED_BY: (TieKind.OWNS, False),
    Way.CONTROLS: (TieKind.OWNS, True),
    Way.CONTROLLED_BY: (TieKind.OWNS, False),
    Way.ADVISES: (TieKind.ADVISES, True),
    Way.COMPETES: (TieKind.COMPETES, True),
    Way.WORKED_WITH: (TieKind.WORKED_WITH, True),
}
BOTH_WAYS: Final = frozenset({TieKind.KIN, TieKind.COMPETES, TieKind.WORKED_WITH})
GROUP: Final = frozenset({Way.CONTROLS, Way.CONTROLLED_BY})
