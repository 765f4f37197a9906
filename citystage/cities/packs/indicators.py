"""What a city counts: the indicators of the base, laid over by the city's own."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from citystage.cities.packs.documents import Document
from citystage.cities.packs.schema import Code, Several, Strictly
from citystage.engines.indicators.language import FormulaError, parts_of
from citystage.engines.indicators.parsing import parse
from citystage.kernel.toml_faults import no_such
from citystage.stages.evaluation.figure_terms import FigureTerms, Indicator, Years

FILE = "indicators.toml"


class IndicatorsFile(Strictly):
    """``answers`` and ``targets`` add to an indicator without writing it again."""

    plan: Years | None = None
    backdated_after_days: Annotated[int, Field(ge=1, le=400)] | None = None
    indicators: Several[Indicator] = ()
    # Indicator -> the unit that answers for it, and the promise it is held against.
    answers: dict[Code, Code] = {}
    targets: dict[Code, Code] = {}


def assembled(base: IndicatorsFile, own: IndicatorsFile) -> FigureTerms:
    """The city's terms: an entry of its own replaces that of the base."""
    known = {one.code: one for one in base.indicators} | {one.code: one for one in own.indicators}
    told = [
        one.model_copy(
            update={
                "answers_for": own.answers.get(one.code, one.answers_for),
                "target": own.targets.get(one.code, one.target),
            }
        )
        for one in known.values()
    ]
    days = own.backdated_after_days or base.backdated_after_days or 30
    return FigureTerms(
        plan=own.plan or base.plan, backdated_after_days=days, indicators=tuple(told)
    )


def check(base: Mapping[str, Document[Any]], own: Mapping[str, Document[Any]]) -> None:
    """Blame additions to unknown indicators, and places a formula names that do not exist."""
    known = {str(row.get("code")) for told in (base, own) for row in _rows(told[FILE].raw)}
    named = {"answers": _codes(own["units.toml"], "units")}
    named["targets"] = _codes(own["targets.toml"], "targets")
    for table, others in named.items():
        given = own[FILE].raw.get(table, {})
        for code, other in given.items() if isinstance(given, dict) else ():
            for value, among in ((code, known), (str(other), others)):
                if value not in among:
                    own[FILE].blame((table, code), no_such(value, among))
    places = _places(own)
    for number, row in enumerate(_rows(own[FILE].raw)):
        _blame_places(own[FILE], number, str(row.get("formula", "")), places)


def _blame_places(
    document: Document[Any], number: int, formula: str, places: Mapping[str, set[str]]
) -> None:
    try:
        parts = parts_of(parse(formula))
    except FormulaError:
        # The schema has said so already.
        return
    for of in parts:
        for condition in of.where:
            for value in condition.values:
                if condition.field in places and value not in places[condition.field]:
                    reason = _("At sign %(at)s: %(why)s") % {
                        "at": condition.at,
                        "why": no_such(value, places[condition.field]),
                    }
                    document.blame(("indicators", number, "formula"), reason)


def _places(own: Mapping[str, Document[Any]]) -> dict[str, set[str]]:
    units = _listed(own["units.toml"].raw, "units")
    terms = _listed(own["taxonomy.toml"].raw, "terms")
    return {
        "district": {str(one.get("code")) for one in units if one.get("kind") == "district"},
        "department": {str(one.get("code")) for one in units if one.get("kind") == "department"},
        "chain": {str(one.get("code")) for one in terms if one.get("scheme") == "chain"},
    }


def _rows(raw: object) -> list[dict[str, Any]]:
    return _listed(raw, "indicators")


def _codes(document: Document[Any], name: str) -> set[str]:
    return {str(row.get("code")) for row in _listed(document.raw, name)}


def _listed(raw: object, name: str) -> list[dict[str, Any]]:
    rows: Iterable[Any] = raw.get(name, []) if isinstance(raw, dict) else []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
