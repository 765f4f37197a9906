"""Find the sheet and the header row of a list, and suggest which column is which field."""

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from citystage.foundation.sheets.fields import Field, Kind, fold_heading
from citystage.foundation.sheets.reading import Book, Line
from citystage.foundation.sheets.recognising import looks_like_data, suits

LOOKED_AT = 60
_EXACT, _PART = 100, 40
_SHORTEST_PART = 2
# Numbers the rows and nothing more; mapping it would only mislead.
_ORDINALS = frozenset({"序号", "子序号", "编号no", "no", "num", "行号", "rownumber"})


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of every column, and where it stands. ``row`` is 0 when the format names them."""

    sheet: str
    row: int
    names: tuple[str, ...]
    found: bool = True

    @property
    def signature(self) -> str:
        """The same for every file laid out alike: a hash of the folded headings in order."""
        return signature_of(self.names)


def signature_of(names: Iterable[str]) -> str:
    """The hash under which a mapping of these columns is kept."""
    folded = "\x1f".join(fold_heading(name) for name in names)
    return hashlib.sha256(folded.encode()).hexdigest()[:32]


def find_header(book: Book, fields: Sequence[Field], sheet: str = "") -> Header:
    """The best header row of ``sheet``, or of the sheet that has the best one."""
    if book.named is not None:
        return Header(book.sheets[0], 0, book.named)
    best: tuple[float, Header] | None = None
    for name in [sheet] if sheet in book.sheets else book.sheets:
        lines = list(itertools.islice(book.lines(name), LOOKED_AT))
        score, header = _best_row(name, lines, fields)
        if best is None or score > best[0]:
            best = (score, header)
    return best[1] if best else Header(book.sheets[0], 0, (), found=False)


def header_at(book: Book, sheet: str, row: int) -> Header | None:
    """The header that a person says stands in ``row``."""
    lines: list[Line] = []
    for line in book.lines(sheet):
        if line.number > row:
            break
        lines.append(line)
    if not lines or lines[-1].number != row:
        return None
    return Header(sheet, row, _with_upper(lines, len(lines) - 1))


def _best_row(sheet: str, lines: list[Line], fields: Sequence[Field]) -> tuple[float, Header]:
    scored = [
        (header_score(line, fields), -position, position) for position, line in enumerate(lines)
    ]
    score, _place, position = max(scored, default=(0.0, 0, -1))
    if score >= 1:
        position += _is_lower_half(lines[position + 1 : position + 2], fields)
        names = _with_upper(lines, position)
        return score, Header(sheet, lines[position].number, names)
    # Nothing is recognised: the first row that is all words may still be the header.
    for position, line in enumerate(lines):
        filled = [cell for cell in line.cells if cell.strip()]
        if len(filled) > 1 and not any(looks_like_data(cell) for cell in filled):
            names = _with_upper(lines, position)
            return 0.5, Header(sheet, line.number, names, found=False)
    return 0.0, Header(sheet, 0, (), found=False)


def _is_lower_half(below: list[Line], fields: Sequence[Field]) -> bool:
    """Whether the next row heads the columns that the header row only groups."""
    known = headings_of(fields)
    return any(
        not line.cell(0).strip()
        and all(fold_heading(cell) in known for cell in line.cells if cell.strip())
        for line in below
    )


def header_score(line: Line, fields: Sequence[Field]) -> float:
    """How many headings of known fields the row holds, less what cannot be a heading."""
    known = headings_of(fields)
    filled = [cell for cell in line.cells if cell.strip()]
    exact = sum(1 for cell in filled if fold_heading(cell) in known)
    data = sum(1 for cell in filled if looks_like_data(cell))
    if not exact or (len(filled) < 2 and len(line.cells) > 1):  # noqa: PLR2004
        return 0
    return exact - 2 * data + exact / (2 * len(filled))


def headings_of(fields: Sequence[Field]) -> frozenset[str]:
    """Every folded heading of ``fields``."""
    return frozenset(itertools.chain.from_iterable(field.headings for field in fields)) | _ORDINALS


def _with_upper(lines: list[Line], position: int) -> tuple[str, ...]:
    """The headings of a row; a blank one takes the word above it (merged two-row headers)."""
    own = lines[position].cells
    above = lines[position - 1].cells if position else ()
    if sum(1 for cell in above if cell.strip()) < 2:  # noqa: PLR2004 -- that is a title
        above = ()
    width = max(len(own), len(above))
    pairs = itertools.zip_longest(own, above, range(width), fillvalue="")
    return tuple(" ".join((str(mine) or str(upper)).split()) for mine, upper, _n in pairs)


def suggest(
    names: Sequence[str], fields: Sequence[Field], sample: Sequence[Line] = ()
) -> list[str]:
    """For each column the code of the field it most likely holds, or an empty text.

    Headings decide; where two columns claim one field, the better heading wins, and the
    content of the first rows settles what the headings leave open.
    """
    claims = [
        (score, -column, -rank, field.code)
        for column, name in enumerate(names)
        for rank, field in enumerate(fields)
        if (score := _claim(name, field, column, sample)) > 0
    ]
    chosen = [""] * len(names)
    taken: set[str] = set()
    for _score, column, _rank, code in sorted(claims, reverse=True):
        if not chosen[-column] and code not in taken:
            chosen[-column] = code
            taken.add(code)
    return chosen


def _claim(name: str, field: Field, column: int, sample: Sequence[Line]) -> float:
    folded = fold_heading(name)
    if not folded or folded in _ORDINALS:
        return 0
    score = _heading_score(folded, field)
    if not score:
        return 0
    told = [suits(line.cell(column), field.kind) for line in sample]
    against, behind = told.count(-1), told.count(1)
    if field.kind in {Kind.TEXT, Kind.LONG, Kind.WORDS}:
        return score
    if against > 2 * behind and against > len(sample) // 2:
        score -= _PART
    return score


def _heading_score(folded: str, field: Field) -> float:
    headings = field.headings
    for rank, heading in enumerate(headings):
        if folded == heading:
            return _EXACT - rank
    parts = [
        len(heading) / len(folded)
        for heading in headings
        if len(heading) >= _SHORTEST_PART and heading in folded and not heading.isascii()
    ]
    return _PART * max(parts, default=0)
