"""Read a question: what a person typed, and what the address narrows besides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.db.models import Q

from citystage.engines.search.contract import Near, Place, Range
from citystage.engines.search.language import LONGEST_QUERY, Filter, Operator, Query, Trouble, parse
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.bands import GRAINS, MONEY_BANDS
from citystage.stages.catalogue.queries import searching
from citystage.stages.catalogue.queries.asking import values
from citystage.stages.catalogue.queries.asking.names import (
    FIELDS,
    Named,
    Said,
    fitting,
    known,
    written,
)
from citystage.stages.catalogue.queries.asking.question import (
    Note,
    Part,
    Question,
    Sense,
    Sort,
)

# What the address may narrow by.
FACETS: Final = (
    *("kind", "field", "chain", "district", "city", "tier", "side", "mode", "status", "year"),
    *("owner", "money", "type", "seeking", "grain"),
)
_LONGEST_VALUE: Final = 80
_MOST_VALUES: Final = 20
_MOST_OWNERS: Final = 50
_DAYS: Final = frozenset({"day", "until"})
_YEARS: Final = range(1990, 2101)
_SIGNS: Final = {
    Operator.IS: "", Operator.MORE: ">", Operator.AT_LEAST: ">=",
    Operator.LESS: "<", Operator.AT_MOST: "<=", Operator.BETWEEN: "",
}  # fmt: skip


def read(
    text: str,
    chosen: Mapping[str, Iterable[str]] | None = None,
    *,
    near: str = "",
    kilometres: str = "",
    sort: str = "",
) -> Question:
    """The question in ``text``, narrowed by the values ``chosen`` by click. Never raises.

    ``near`` is the code of a district or city. What cannot be taken as it was written is searched
    as words or left out, and said in ``notes``.
    """
    reader = _Reader(parse(text, FIELDS))
    for name, picked in (chosen or {}).items():
        reader.choose(name, picked)
    if near:
        reader.nearby(near, values.kilometres(kilometres))
    found = reader.question(text[:LONGEST_QUERY])
    if sort in list(Sort) and (sort != Sort.DISTANCE or found.near):
        return replace(found, sort=Sort(sort))
    return found


def compose(query: Query) -> str:
    """A query as a person might type it."""
    return " ".join(
        [
            *query.terms,
            *(f'"{phrase}"' for phrase in query.phrases),
            *(f"-{_quoted(word)}" for word in query.excluded),
            *(_condition(one) for one in query.filters),
        ]
    )


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _condition(one: Filter) -> str:
    minus = "-" if one.excluded else ""
    value = f"{one.value}..{one.upper}" if one.upper else _quoted(one.value)
    return f"{minus}{written(one.field)}:{_SIGNS[one.operator]}{value}"


class _Reader:
    """Collects what a query and the address narrow."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.facets: dict[str, frozenset[str]] = {}
        self.barred: dict[str, frozenset[str]] = {}
        self.ranges: list[Range] = []
        self.near: Near | None = None
        self.words: list[str] = []
        self.labels: dict[Filter, tuple[Said, ...]] = {}
        self.notes = [
            Note(problem.trouble, name=problem.piece, piece=problem.piece)
            for problem in query.problems
        ]
        self.contradiction = ""
        self.untaken: set[Filter] = set()
        for name in dict.fromkeys(one.field for one in query.filters):
            self._conditions(name, [one for one in query.filters if one.field == name])

    def question(self, text: str) -> Question:
        asked = searching.understand(" ".join([self.query.text, *self.words]))
        facets = dict(self.facets)
        return Question(
            text=text.strip(),
            query=self.query,
            words=asked.words,
            kinds=facets.pop("kind", frozenset()),
            facets=facets,
            barred=self.barred,
            ranges=tuple(self.ranges),
            near=self.near,
            parts=tuple(self._parts()),
            notes=tuple(self.notes),
            contradiction=self.contradiction or _empty_range(self.ranges),
        )

    def choose(self, name: str, picked: Iterable[str]) -> None:
        """Narrow by values of the address; codes that cannot be are left out."""
        codes = [value.replace("\x00", "")[:_LONGEST_VALUE] for value in picked if value]
        usable = frozenset(code for code in codes[:_MOST_VALUES] if _possible(name, code))
        if usable:
            self._narrow(name, usable)

    def nearby(self, code: str, kilometres: int) -> None:
        """Within so many kilometres of a place of that code."""
        for one in fitting(known("near"), code.casefold())[:1]:
            assert one.centre
            self.near = Near(Place(*one.centre), kilometres)

    def _narrow(self, name: str, codes: frozenset[str]) -> None:
        both = self.facets[name] & codes if name in self.facets else codes
        if not both:
            self.contradiction = name
        self.facets[name] = both

    def _conditions(self, name: str, asked: Sequence[Filter]) -> None:
        wanted: frozenset[str] = frozenset()
        for one in asked:
            if name == "money" or name in _DAYS:
                self._range(one)
            elif name == "near":
                self._near(one)
            elif codes := self._codes(one):
                if one.excluded:
                    self.barred[name] = self.barred.get(name, frozenset()) | codes
                else:
                    wanted |= codes
        if wanted:
            self._narrow(name, wanted)

    def _codes(self, one: Filter) -> frozenset[str]:
        if one.field == "year":
            years = _years(one)
            return years or self._unknown(one)
        named = _owners(one.value) if one.field == "owner" else fitting(known(one.field), one.value)
        if not named or one.operator is not Operator.IS:
            return self._unknown(one)
        self.labels[one] = tuple(each.label for each in named)
        return frozenset(each.code for each in named)

    def _unknown(self, one: Filter) -> frozenset[str]:
        self._doubt(one)
        if not one.excluded and one.operator is Operator.IS:
            self.words.append(one.value)
        return frozenset()

    def _doubt(self, one: Filter) -> None:
        self.untaken.add(one)
        self.notes.append(Note(Trouble.UNKNOWN_VALUE, one.field, one.value))

    def _range(self, one: Filter) -> None:
        ends = [_ends(one.field, text) for text in (one.value, one.upper) if text]
        if None in ends:
            self._doubt(one)
            return
        found = [end for end in ends if end]
        (first, last), (_, upper) = found[0], found[-1]
        made = {
            Operator.IS: Range(one.field, first, last),
            Operator.MORE: Range(one.field, last, None, low_open=True),
            Operator.AT_LEAST: Range(one.field, first, None),
            Operator.LESS: Range(one.field, None, first, high_open=True),
            Operator.AT_MOST: Range(one.field, None, last),
            Operator.BETWEEN: Range(one.field, first, upper),
        }[one.operator]
        self.ranges.append(replace(made, excluded=one.excluded))

    def _near(self, one: Filter) -> None:
        name, kilometres = values.place(one.value)
        places = fitting(known("near"), name) if name and not one.excluded else []
        if not places:
            self._unknown(one)
            return
        self.labels[one] = (places[0].label,)
        self.nearby(places[0].code, kilometres)

    def _parts(self) -> Iterable[Part]:
        query = self.query
        for name, sense in (
            ("terms", Sense.WORD),
            ("phrases", Sense.PHRASE),
            ("excluded", Sense.EXCLUSION),
        ):
            pieces: tuple[str, ...] = getattr(query, name)
            for piece in pieces:
                kept = tuple(each for each in pieces if each != piece)
                yield Part(sense, piece, compose(_with(query, name, kept)))
        for one in query.filters:
            others = tuple(each for each in query.filters if each != one)
            yield Part(
                Sense.CONDITION,
                one.value,
                compose(replace(query, filters=others)),
                name=one.field,
                operator=one.operator,
                upper=one.upper,
                excluded=one.excluded,
                labels=self.labels.get(one, ()),
                taken=one not in self.untaken,
            )


def _with(query: Query, name: str, kept: tuple[str, ...]) -> Query:
    changed: Mapping[str, tuple[str, ...]] = {name: kept}
    return replace(query, **changed)  # type: ignore[arg-type]


def _ends(name: str, text: str) -> tuple[int, int] | None:
    if name in _DAYS:
        return values.days(text)
    fen = values.amount(text)
    return None if fen is None else (fen, fen)


def _years(one: Filter) -> frozenset[str]:
    texts = [text for text in (one.value, one.upper) if text]
    if not all(text.isascii() and text.isdecimal() and len(text) == 4 for text in texts):  # noqa: PLR2004
        return frozenset()
    first, last = int(texts[0]), int(texts[-1])
    before, after = one.operator is Operator.LESS, one.operator is Operator.MORE
    if before or one.operator is Operator.AT_MOST:
        low, high = _YEARS.start, first - before
    elif after or one.operator is Operator.AT_LEAST:
        low, high = first + after, _YEARS.stop
    else:
        low, high = first, last
    return frozenset(str(year) for year in _YEARS if low <= year <= high)


def _owners(name: str) -> list[Named]:
    """Organisations called so, or typed by their initials; one query."""
    called = Q(folded_name__contains=name) | Q(name_keys__contains=[name])
    rows = Organisation.objects.filter(called).order_by("folded_name", "pk")
    found = rows.values_list("pk", "name", "folded_name")[:_MOST_OWNERS]
    return [Named(str(pk), label, (folded,)) for pk, label, folded in found]


def _possible(name: str, code: str) -> bool:
    """Whether a value of the address can be meant at all; free ones need only be short."""
    if name == "money":
        return code in MONEY_BANDS
    if name == "grain":
        return code in GRAINS
    if name in ("kind", "tier", "side", "mode", "status", "type"):
        return any(code == one.code for one in known(name))
    if name in ("owner", "year"):
        return code.isascii() and code.isdecimal()
    return True


def _empty_range(ranges: Sequence[Range]) -> str:
    """The number whose conditions no value can fulfil."""
    for name in dict.fromkeys(one.name for one in ranges):
        own = [one for one in ranges if one.name == name and not one.excluded]
        low = max((one.low for one in own if one.low is not None), default=None)
        high = min((one.high for one in own if one.high is not None), default=None)
        if low is not None and high is not None:
            closed = not any(
                (one.low == low and one.low_open) or (one.high == high and one.high_open)
                for one in own
            )
            if low > high or (low == high and not closed):
                return name
    return ""
