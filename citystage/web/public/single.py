"""Facets that take one value at a time: choosing another takes the first one's place."""

from collections.abc import Iterable

from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Option, Text


def single(name: str, label: Text, found: Iterable[tuple[str, Text, int]], here: Address) -> Facet:
    """Build the facet; the link of the chosen value takes it away."""
    options = []
    for value, text, number in found:
        active = here.has(name, value)
        url = here.without(name, "page") if active else here.having(name, value)
        options.append(Option(value=value, label=text, count=number, url=str(url), active=active))
    return Facet(name=name, label=label, options=options)
