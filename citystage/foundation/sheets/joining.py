"""A section that first tells what its entries are about, and then names them: rows become one.

Some lists repeat their second header above each announcement: so many rows of descriptions, then as
many rows of titles in the same order. They are joined only where that leaves no doubt.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.shapes import Shaped
from citystage.foundation.sheets.targets import Entry, Outcome

type Row = tuple[Entry, Shaped]

# A longer section is none that a person laid out by hand.
_LONGEST = 1_000


@dataclass(slots=True)
class Joiner:
    """Walks down the rows; holds a section back until it is whole.

    ``mapping`` is the field code of each column under the main header.
    """

    mapping: Sequence[str]
    fields: Sequence[Field]
    _told: list[Row] = field(default_factory=list)
    _named: list[Entry] = field(default_factory=list)

    def walk(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """The same entries in the same order, those of a section joined."""
        for row in rows:
            if self._belongs(row):
                continue
            yield from self._released()
            if self._tells(row):
                self._told.append(row)
            else:
                yield row[0]
        yield from self._released()

    def _belongs(self, row: Row) -> bool:
        """Whether the row goes on with the section that is held; it is then held, too."""
        if not self._told or len(self._told) + len(self._named) > _LONGEST:
            return False
        if not self._of_one_source(row):
            return False
        if self._tells(row) and not self._named:
            self._told.append(row)
            return True
        if row[0].outcome is None and row[1].mapping == tuple(self.mapping):
            self._named.append(row[0])
            return True
        return False

    def _tells(self, row: Row) -> bool:
        """Whether the row has all but its name, which the header above it does not ask for."""
        entry, shaped = row
        if entry.outcome is not Outcome.REJECTED or shaped.mapping == tuple(self.mapping):
            return False
        lacking = {each.code for each in self.fields if each.required} - entry.values.keys()
        added = shaped.mapping and set(shaped.mapping) - set(self.mapping)
        return bool(lacking) and lacking.isdisjoint(shaped.mapping) and bool(added)

    def _of_one_source(self, row: Row) -> bool:
        """Whether all the columns that both headers read alike say the same, and there are any."""
        entry, (first, shaped) = row[0], self._told[0]
        alike = {
            code for code, other in zip(self.mapping, shaped.mapping, strict=False) if code == other
        } - {""}
        said = [(first.values.get(code), entry.values.get(code)) for code in alike]
        return any(one for one, _other in said) and all(one == other for one, other in said)

    def _released(self) -> Iterator[Entry]:
        told, named = [entry for entry, _shaped in self._told], self._named
        self._told, self._named = [], []
        if len(told) == len(named):
            for description, entry in zip(told, named, strict=True):
                _join(description, entry)
        yield from told
        yield from named


def _join(description: Entry, entry: Entry) -> None:
    for code, value in description.values.items():
        entry.values.setdefault(code, value)
    entry.notes.append(_("Its description stands in row %d.") % description.number)
    description.notes.clear()
    words = _("This is the description of the entry in row %d and was joined to it.")
    description.decide(Outcome.SKIPPED, words % entry.number)
