"""How the units of a city changed: names they had, mergers, borders that moved."""

from citystage.cities.loading.report import Outcome, Work, settle
from citystage.foundation.tenancy.models import Unit, UnitChange


def keep_changes(work: Work) -> None:
    """Each change once, by unit, kind and day."""
    if not work.pack.unit_changes:
        return
    units = {one.code: one for one in Unit.objects.filter(city=work.city).exclude(code="")}
    for told in work.pack.unit_changes:
        unit = units[told.unit]
        wanted = {
            "name": told.name.zh if told.name else unit.name,
            "name_en": told.name.en if told.name else unit.name_en,
            "into_id": units[told.into].pk if told.into else None,
            "note": told.note,
        }
        key = f"{told.unit} {told.on}"
        found = UnitChange.objects.filter(unit=unit, kind=told.kind, on=told.on).first()
        if found is None:
            UnitChange.objects.create(
                city=work.city, unit=unit, kind=told.kind, on=told.on, **wanted
            )
            work.report.note("unit change", key, Outcome.CREATED)
        else:
            settle(work.report, "unit change", key, found, wanted)
