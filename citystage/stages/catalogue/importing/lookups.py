"""Find what the words of rows name: cities, districts, departments, terms, organisations."""

from collections.abc import Iterable

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit

_ENDINGS = ("市", "区", "县", "新区", "局", "委", "委员会", "办公室")
_SHORTEST = 2
_KINDS = (Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT, Unit.Kind.STATE_FIRM)


class Lookups:
    """The vocabulary for one chunk of rows: a fixed number of queries, then only look-ups."""

    def __init__(self) -> None:
        self._cities: dict[str, Unit] = {}
        self._units: dict[tuple[int, str], dict[str, Unit]] = {}
        self._terms: dict[Scheme, list[tuple[int | None, str, Term]]] = {}
        self._organisations: dict[str, Organisation] = {}
        for unit in Unit.objects.filter(kind=Unit.Kind.CITY):
            for name in _names(unit):
                self._cities.setdefault(name, unit)
        for unit in Unit.objects.filter(kind__in=_KINDS):
            assert unit.city_id is not None
            known = self._units.setdefault((unit.city_id, unit.kind), {})
            for name in _names(unit):
                known.setdefault(name, unit)
        for term in Term.objects.filter(scheme__in=[Scheme.FIELD, Scheme.CHAIN]):
            listed = self._terms.setdefault(Scheme(term.scheme), [])
            words = (term.code, term.name, term.name_en, *term.synonyms)
            listed += [(term.city_id, fold(word), term) for word in words if word]

    def city(self, word: str) -> Unit | None:
        """The city that is set up here under this name."""
        return self._cities.get(_bare(word))

    def elsewhere(self, word: str, name: str, city: Unit) -> str | None:
        """Where a row has ``name``, if not in ``city``; empty where it does not say.

        ``word``: the city that the row names; without one the name of a firm may tell.
        """
        there = self.city(word) == city or _bare(city.name) in fold(word or name)
        return None if there else word

    def unit(self, city: Unit, kind: Unit.Kind, word: str) -> Unit | None:
        """A district or department of ``city``, also when the word says more (“东部新区/简州”)."""
        known = self._units.get((city.pk, kind), {})
        bare = _bare(word)
        if found := known.get(bare):
            return found
        inside = [name for name in known if len(name) >= _SHORTEST and name in bare]
        return known[max(inside, key=len)] if inside else None

    def named_unit(self, city: Unit, word: str) -> Unit | None:
        """A department or state firm of ``city`` of exactly this name."""
        kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.STATE_FIRM)
        found = (self._units.get((city.pk, kind), {}).get(_bare(word)) for kind in kinds)
        return next((unit for unit in found if unit), None)

    def term(self, scheme: Scheme, city: Unit, word: str) -> Term | None:
        """The term of this name; else the one whose longest name stands in the word."""
        folded = fold(word)
        if not folded:
            return None
        usable = [
            (name, term)
            for city_id, name, term in self._terms.get(scheme, ())
            if city_id in {None, city.pk}
        ]
        exact = next((term for name, term in usable if name == folded), None)
        if exact:
            return exact
        inside = [
            (len(name), -term.pk, term)
            for name, term in usable
            if len(name) >= _SHORTEST and not name.isascii() and name in folded
        ]
        return max(inside)[2] if inside else None

    def read_organisations(self, names: Iterable[str]) -> None:
        """Fetch the organisations that have one of ``names``, as name or other name."""
        wanted = {fold(name): name for name in names if name}
        for organisation in Organisation.objects.filter(folded_name__in=list(wanted)):
            self._organisations[organisation.folded_name] = organisation
        others = Organisation.objects.filter(aliases__overlap=list(wanted.values()))
        for organisation in others if wanted else ():
            for alias in organisation.aliases:
                self._organisations.setdefault(fold(alias), organisation)

    def organisation(self, name: str) -> Organisation | None:
        """The organisation of this name, when ``read_organisations`` was asked for it."""
        return self._organisations.get(fold(name)) if name else None

    def add_organisations(self, organisations: Iterable[Organisation]) -> None:
        """Make organisations known that were created meanwhile."""
        for organisation in organisations:
            self._organisations[organisation.folded_name] = organisation


def _bare(word: str) -> str:
    """A name folded, without the ending that lists leave out at will."""
    folded = fold(word)
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST:
            return folded.removesuffix(ending)
    return folded


def _names(unit: Unit) -> list[str]:
    words = (unit.name, unit.short_name, unit.name_en, unit.code, unit.area_code)
    bare_names = [_bare(word) for word in words if word]
    # “黄岛区（西海岸新区）” is known by either name.
    parts = unit.name.replace("（", "(").replace("）", "").split("(")
    return [name for name in (*bare_names, *(_bare(part) for part in parts)) if name]
