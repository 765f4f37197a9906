"""Kinds of records that later stages hand to the search, beside the catalogue's own.

A later stage registers its kind when it starts, writes a document for each of its records with the
tools of `documents`, `facets` and `filling.write`, and does so again whenever one changes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from citystage.stages.catalogue.models import SearchDocument

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of findable record. ``types``: its codes of the facet ``type`` with their words."""

    code: str
    label: Words
    # All its records, and what (re)writes the documents of some.
    records: Callable[[], QuerySet[Any]]
    fill: Callable[[Iterable[Any]], None]
    types: tuple[tuple[str, Words], ...] = ()


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Have records of this kind found like all others."""
    _registered[kind.code] = kind


def registered() -> tuple[Kind, ...]:
    """The kinds of later stages."""
    return tuple(_registered.values())


def every() -> frozenset[str]:
    """The codes of all kinds there are."""
    return frozenset({*SearchDocument.Kind.values, *_registered})
