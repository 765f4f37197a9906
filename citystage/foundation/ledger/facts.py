"""What a fact is, and the register of every kind of fact the house knows."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of every stage's facts: ids and plain values only.

    ``verb`` names it in the ledger, ``label`` words it for a timeline, ``public`` says whether
    the public timeline of the record may show it.
    """

    verb: ClassVar[str]
    label: ClassVar[str | Promise]
    public: ClassVar[bool] = False


_kinds: dict[str, type[Fact]] = {}


def fact[F: Fact](kind: type[F]) -> type[F]:
    """Enter a kind of fact in the register; two kinds with one verb do not start."""
    if _kinds.setdefault(kind.verb, kind).__qualname__ != kind.__qualname__:
        raise ValueError(f"two facts are called {kind.verb}")
    _kinds[kind.verb] = kind
    return kind


def kinds() -> dict[str, type[Fact]]:
    """Every registered kind of fact by its verb."""
    return dict(_kinds)


def public_verbs() -> list[str]:
    """The verbs that a public timeline may show."""
    return sorted(verb for verb, kind in _kinds.items() if kind.public)
