"""A page's address as a value: filters are added, taken away and turned over in its query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

# A new filter or order starts again at the first page.
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Address:
    """A path with its query, in the order the visitor built it. Every change returns a new one."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> Address:
        """The address of this request, without empty values."""
        return cls.parse(request.path, request.GET)

    @classmethod
    def parse(cls, path: str, query: QueryDict) -> Address:
        """The address made of ``path`` and a parsed query."""
        pairs = [(key, value) for key, values in query.lists() for value in values if value]
        return cls(path, tuple(dict.fromkeys(pairs)))

    def __str__(self) -> str:
        if not self.pairs:
            return self.path
        query = QueryDict(mutable=True)
        for key, value in self.pairs:
            query.appendlist(key, value)
        return f"{self.path}?{query.urlencode()}"

    def values(self, name: str) -> tuple[str, ...]:
        """All values of one parameter."""
        return tuple(value for key, value in self.pairs if key == name)

    def has(self, name: str, value: str) -> bool:
        """Whether ``name`` carries ``value``."""
        return (name, value) in self.pairs

    def without(self, *names: str) -> Address:
        """The address without the named parameters."""
        return Address(self.path, tuple(pair for pair in self.pairs if pair[0] not in names))

    def having(self, name: str, value: str | int) -> Address:
        """The address in which ``name`` has this one value; a change of filter leaves the page."""
        kept = self.without(name) if name == PAGE else self.without(name, PAGE)
        return Address(self.path, (*kept.pairs, (name, str(value))))

    def toggled(self, name: str, value: str) -> Address:
        """Add the pair, or take it away when it is there."""
        kept = self.without(PAGE).pairs
        pair = (name, value)
        pairs = tuple(p for p in kept if p != pair) if pair in kept else (*kept, pair)
        return Address(self.path, pairs)

    def at(self, path: str) -> Address:
        """The same query at another path (an export, a feed)."""
        return Address(path, self.without(PAGE).pairs)

    def hidden(self, *besides: str) -> Iterable[tuple[str, str]]:
        """The pairs a GET form carries along, besides the fields it has itself."""
        return self.without(PAGE, *besides).pairs

    @property
    def hidden_besides_words(self) -> Iterable[tuple[str, str]]:
        """What a search box carries along."""
        return self.hidden("q")
