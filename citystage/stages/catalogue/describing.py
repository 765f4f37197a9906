"""What a description of a capability holds, and how it is compared."""

from dataclasses import dataclass, fields

from citystage.foundation.taxonomy.models import Term
from citystage.stages.catalogue.models import Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a member says of one capability; ``contact`` as {"name", "phone", "email"}."""

    title: str
    title_en: str = ""
    description: str = ""
    field: Term | None = None
    chain: Term | None = None
    applies_to: str = ""
    cases: str = ""
    qualifications: str = ""
    seeking: str = ""
    # Technology readiness level 1-9.
    readiness: int | None = None
    contact: dict[str, str]


PARTS = tuple(part.name for part in fields(Description))


def apply(described: Description, capability: Capability) -> list[str]:
    """Write it into ``capability``; returns the names of parts that changed."""
    changed = [name for name in PARTS if getattr(capability, name) != getattr(described, name)]
    for name in changed:
        setattr(capability, name, getattr(described, name))
    return changed
