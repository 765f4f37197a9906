"""Figures that sources state: one row for each, never twice, put right when the pack is."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from citystage.cities.loading.ground import source_facts
from citystage.cities.loading.report import Outcome, Work, settle
from citystage.cities.packs.reported import ReportedReading
from citystage.stages.evaluation.models import Reported

_TENTH = Decimal("0.1")


def enter_reported(work: Work) -> None:
    """Bring the rows to what the pack says; one it does not tell of any more is taken away."""
    sources = {one.code: source_facts(one) for one in work.pack.sources}
    values = {one.code: one.value for one in work.pack.reported}
    found = {row.code: row for row in Reported.objects.of_pack().filter(city=work.city)}
    for ordinal, told in enumerate(work.pack.reported, start=1):
        wanted = _columns(told, sources[told.source], values, ordinal)
        row = found.pop(told.code, None)
        if row is None:
            Reported.objects.create(city=work.city, code=told.code, **wanted)
            work.report.note("reported", told.code, Outcome.CREATED)
        else:
            settle(work.report, "reported", told.code, row, wanted)
    for code, row in found.items():
        gone: dict[str, tuple[object, object]] = {"as_written": (row.as_written, None)}
        row.delete()
        work.report.note("reported", code, Outcome.CHANGED, gone)


def _columns(
    told: ReportedReading, source: dict[str, Any], values: dict[str, Decimal], ordinal: int
) -> dict[str, Any]:
    return {
        "name": told.name.zh,
        "name_en": told.name.en,
        "indicator": told.indicator or "",
        "measure": told.measure,
        "value": told.value,
        "exactness": told.exactness,
        "unit": told.unit.zh if told.unit else "",
        "unit_en": told.unit.en if told.unit else "",
        "as_written": told.as_written,
        "as_of": told.as_of,
        "as_of_text": told.as_of_text.zh,
        "as_of_text_en": told.as_of_text.en,
        "source": source,
        "quote": told.quote,
        "place": told.place.zh,
        "place_en": told.place.en,
        "note": told.note.zh if told.note else "",
        "note_en": told.note.en if told.note else "",
        "division": _division(told, values),
        "ordinal": ordinal,
    }


def _division(told: ReportedReading, values: dict[str, Decimal]) -> dict[str, str]:
    """What dividing gives, to one decimal place; nothing when there is nothing to divide by."""
    if told.division is None or not values[told.division.under]:
        return {}
    worth = values[told.division.over] / values[told.division.under]
    shown = worth.quantize(_TENTH, ROUND_HALF_UP)
    return {"over": told.division.over, "under": told.division.under, "value": str(shown)}
