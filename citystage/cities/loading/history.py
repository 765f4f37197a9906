"""How the units of a city changed: names they had, mergers, splits, borders that moved."""

from citystage.cities.loading.report import Outcome, Work, settle
from citystage.cities.packs.schema import UnitChanged
from citystage.foundation.tenancy.models import Unit, UnitChange


def keep_changes(work: Work) -> None:
    """Each change once, by unit, kind and day; of a split once for each part."""
    if not work.pack.unit_changes:
        return
    units = {one.code: one for one in Unit.objects.filter(city=work.city).exclude(code="")}
    for told in work.pack.unit_changes:
        for into in told.parts or (told.into,):
            _keep(work, told, units[told.unit], units[into] if into else None)


def _keep(work: Work, told: UnitChanged, unit: Unit, into: Unit | None) -> None:
    wanted = {
        "name": told.name.zh if told.name else unit.name,
        "name_en": told.name.en if told.name else unit.name_en,
        "into_id": into.pk if into else None,
        "note": told.note,
    }
    known = UnitChange.objects.filter(unit=unit, kind=told.kind, on=told.on)
    if told.parts:
        known = known.filter(into=into)
    key = f"{told.unit} {told.on}"
    if found := known.first():
        settle(work.report, "unit change", key, found, wanted)
        return
    UnitChange.objects.create(city=work.city, unit=unit, kind=told.kind, on=told.on, **wanted)
    work.report.note("unit change", key, Outcome.CREATED)
