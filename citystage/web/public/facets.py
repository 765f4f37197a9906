"""The facets of the scenario list with their words, as links at the list's address."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from citystage.foundation.taxonomy import queries as taxonomy
from citystage.foundation.taxonomy.models import Side, Tier
from citystage.foundation.tenancy import queries as tenancy
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.bands import MONEY_BANDS
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.queries.scenarios import Overview, overview
from citystage.stages.catalogue.states import ScenarioState
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Text, facet

MONEY: dict[str, Text] = {
    "under_100": _("under CNY 1 m"),
    "100_500": _("CNY 1 m to 5 m"),
    "500_1000": _("CNY 5 m to 10 m"),
    "1000_5000": _("CNY 10 m to 50 m"),
    "over_5000": _("CNY 50 m and more"),
    "open": _("to be agreed"),
}
_CHOICES: dict[str, Mapping[str, Text]] = {
    "status": dict(ScenarioState.choices),
    "tier": dict(Tier.choices),
    "side": dict(Side.choices),
    "money": MONEY,
    "grain": {"need": _("an owner's need"), "direction": _("policy direction")},
}
_ORDER: tuple[tuple[str, Text], ...] = (
    ("grain", _("What it is")),
    ("status", _("Status")),
    ("city", _("City")),
    ("field", _("Field")),
    ("district", _("District")),
    ("chain", _("Industry chain")),
    ("tier", _("Tier")),
    ("side", _("Side")),
    ("money", _("Money")),
    ("year", _("Year")),
)


def facets_of(wanted: ScenarioFilter, here: Address, seen: Overview | None = None) -> list[Facet]:
    """All facets that divide what is there; a value chosen stays even when it finds nothing."""
    seen = seen or overview(wanted)
    counts = seen.facets
    label = _labels(counts, wanted)
    found = []
    for name, title in _ORDER:
        numbers = dict(counts.get(name, {}))
        for value in getattr(wanted, name):
            numbers.setdefault(value, 0)
        rows = [(value, label(name, value), number) for value, number in numbers.items()]
        found.append(facet(name, title, sorted(rows, key=_by(name)), here=here))
    owners = [(str(pk), name, number) for pk, name, number in seen.owners]
    found.insert(5, facet("owner", _("Owner"), owners, here=here))
    return [one for one in found if len(one.options) > 1 or any(o.active for o in one.options)]


def _by(name: str) -> Callable[[tuple[str, Text, int | None]], tuple[int | str, ...]]:
    """The order of a facet's values: as defined, newest year first, or by number."""
    fixed = list(_CHOICES.get(name, ()))
    if name == "money":
        fixed = list(MONEY_BANDS)
    if fixed:
        return lambda row: (fixed.index(row[0]) if row[0] in fixed else len(fixed), row[0])
    if name == "year":
        return lambda row: (-int(row[0]),)
    return lambda row: (-(row[2] or 0), str(row[1]))


def _labels(
    counts: Mapping[str, Mapping[str, int]], wanted: ScenarioFilter
) -> Callable[[str, str], Text]:
    """Words for codes: one query for terms, one for units."""
    codes = {name: {*counts.get(name, {}), *getattr(wanted, name)} for name, _title in _ORDER}
    terms = taxonomy.coded(codes["field"] | codes["chain"])
    kinds = (Unit.Kind.CITY, Unit.Kind.DISTRICT)
    units = tenancy.coded(kinds, codes["city"] | codes["district"])

    def label(name: str, value: str) -> Text:
        if name in _CHOICES:
            return _CHOICES[name].get(value, value)
        if name in ("city", "district"):
            return units[value].label if value in units else value
        term = terms.get((name, value))
        return term.label if term else value

    return label
