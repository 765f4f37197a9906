"""Read a whole pack: the shared base first, the city's own files laid over it by code."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _
from pydantic import BaseModel

from citystage.cities.packs import indicators, programmes, references, schema
from citystage.cities.packs.answering import Answering
from citystage.cities.packs.assessments import AssessmentsFile
from citystage.cities.packs.calendar import CalendarFile, CalendarYear
from citystage.cities.packs.docking import (
    Agreements,
    Asks,
    DockingFile,
    Gatherings,
    Promises,
    Route,
    Signed,
)
from citystage.cities.packs.documents import Document, read_records, read_toml
from citystage.cities.packs.evaluation import EvaluationFile
from citystage.cities.packs.events import EventsFile, HeldEvent
from citystage.cities.packs.forms import (
    Call,
    CallsFile,
    Form,
    FormsFile,
    Gate,
    GatePart,
    QualityFile,
)
from citystage.cities.packs.matching import Matching, MatchingFile, MatchingPart, Synonym
from citystage.cities.packs.plans import PlanTold, Target, TargetsFile
from citystage.cities.packs.problems import BrokenPack, Problem
from citystage.cities.packs.programmes import Programme, ProgrammesFile, Template
from citystage.cities.packs.projects import ProjectsFile
from citystage.cities.packs.reported import ReportedFile, ReportedReading
from citystage.cities.packs.trials import TrialsFile, laid_over
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.criteria import YearlyTerms
from citystage.stages.evaluation.figure_terms import FigureTerms
from citystage.stages.evaluation.plan_terms import SteeringTerms
from citystage.stages.evaluation.terms import FollowTerms
from citystage.stages.projects.terms import ProjectTerms
from citystage.stages.trials.terms import TrialTerms

CITIES = Path(__file__).resolve().parents[1]
# What all cities share: fields, the scenario form, the quality gate.
BASE = "base"

_KINDS: dict[str, type[BaseModel]] = {
    "city.toml": schema.CityFile,
    "units.toml": schema.UnitsFile,
    "taxonomy.toml": schema.TaxonomyFile,
    "forms.toml": FormsFile,
    "calls.toml": CallsFile,
    "quality.toml": QualityFile,
    "matching.toml": MatchingFile,
    "docking.toml": DockingFile,
    "calendar.toml": CalendarFile,
    "programmes.toml": ProgrammesFile,
    "evaluation.toml": EvaluationFile,
    "assessments.toml": AssessmentsFile,
    indicators.FILE: indicators.IndicatorsFile,
    "trials.toml": TrialsFile,
    "projects.toml": ProjectsFile,
    "targets.toml": TargetsFile,
    "reported.toml": ReportedFile,
    "lists.toml": schema.ListsFile,
    "events.toml": EventsFile,
}
_RECORDS = "records.jsonl"


class NoSuchPack(Refusal):
    """Neither a pack that comes with the product nor a folder with a city.toml."""

    status = 404


@dataclass(frozen=True, slots=True)
class Pack:
    """A city as its pack tells it, checked."""

    city: schema.City
    sources: tuple[schema.Source, ...]
    units: tuple[schema.Unit, ...]
    unit_changes: tuple[schema.UnitChanged, ...]
    organisations: tuple[schema.Organisation, ...]
    vocabularies: tuple[schema.Vocabulary, ...]
    shared_terms: tuple[schema.Term, ...]
    terms: tuple[schema.Term, ...]
    forms: tuple[Form, ...]
    calls: tuple[Call, ...]
    gate: Gate
    parts: tuple[GatePart, ...]
    matching: Matching
    matching_parts: tuple[MatchingPart, ...]
    synonyms: tuple[Synonym, ...]
    asks: Asks
    promises: Promises
    agreements: Agreements
    gatherings: Gatherings
    routes: tuple[Route, ...]
    signed: tuple[Signed, ...]
    answering: Answering
    calendar: tuple[CalendarYear, ...]
    templates: tuple[Template, ...]
    programmes: tuple[Programme, ...]
    evaluation: FollowTerms
    assessments: YearlyTerms
    indicators: FigureTerms
    projects: ProjectTerms
    trials: TrialTerms
    plans: tuple[PlanTold, ...]
    targets: tuple[Target, ...]
    steering: SteeringTerms
    reported: tuple[ReportedReading, ...]
    lists: tuple[schema.Released, ...]
    events: tuple[HeldEvent, ...]
    records: tuple[schema.Record, ...]


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


def pack_names() -> list[str]:
    """The packs that come with the product."""
    return sorted(file.parent.name for file in CITIES.glob("*/city.toml"))


def demonstration_packs() -> tuple[str, ...]:
    """The packs the demonstration begins with, the city a visitor meets first."""
    told = tomllib.loads((CITIES / "demonstration.toml").read_text(encoding="utf-8"))
    return tuple(told["packs"])


def find_pack(name: str) -> Path:
    """The folder of the pack called ``name``, or the folder ``name`` itself."""
    for folder in (CITIES / name, Path(name)):
        if (folder / "city.toml").is_file():
            return folder
    raise NoSuchPack(
        _("There is no city pack “%(name)s”. Known packs: %(known)s.")
        % {"name": name, "known": ", ".join(pack_names())}
    )


def read_pack(folder: Path) -> Pack:
    """The pack in ``folder``. Raises ``BrokenPack`` with every fault of every file."""
    base, own = _documents(CITIES / BASE), _documents(folder)
    references.check(base, own)
    programmes.check(base["programmes.toml"], own["programmes.toml"])
    indicators.check(base, own)
    problems = [
        problem
        for documents in (base, own)
        for document in documents.values()
        for problem in document.problems
    ]
    problems += _strangers(folder)
    if not own["city.toml"].raw and not own["city.toml"].problems:
        problems.append(Problem(own["city.toml"].name, 1, "", _("This file is missing or empty.")))
    if problems:
        raise BrokenPack(problems)
    return _assemble(
        {name: document.content for name, document in base.items()},
        {name: document.content for name, document in own.items()},
    )


def _documents(folder: Path) -> dict[str, Document[Any]]:
    read: dict[str, Document[Any]] = {
        name: read_toml(folder / name, kind) for name, kind in _KINDS.items()
    }
    # The base goes without a city.toml; a city that does is told so by ``read_pack``.
    if not (folder / "city.toml").exists():
        read["city.toml"].problems.clear()
    read[_RECORDS] = read_records(folder / _RECORDS)
    return read


def _strangers(folder: Path) -> list[Problem]:
    """Files that look like part of the pack and would be passed over in silence."""
    known = {*_KINDS, _RECORDS}
    return [
        Problem(f"{folder.name}/{file.name}", 1, "", _("A pack has no file of this name."))
        for file in sorted(folder.iterdir())
        if file.suffix in {".toml", ".jsonl"} and file.name not in known
    ]


def _overlaid[C: _Coded](base: Iterable[C], own: Iterable[C]) -> tuple[C, ...]:
    """The base's entries, each replaced by the city's own entry of the same code."""
    return tuple(({each.code: each for each in base} | {each.code: each for each in own}).values())


def _assemble(base: dict[str, Any], own: dict[str, Any]) -> Pack:
    quality, city = own["quality.toml"], own["city.toml"]
    matching = base["matching.toml"], own["matching.toml"]
    docking = base["docking.toml"], own["docking.toml"]
    return Pack(
        city=city.city,
        sources=city.sources,
        units=own["units.toml"].units,
        unit_changes=own["units.toml"].changes,
        organisations=own["units.toml"].organisations,
        vocabularies=own["taxonomy.toml"].vocabularies,
        shared_terms=base["taxonomy.toml"].terms,
        terms=own["taxonomy.toml"].terms,
        forms=_overlaid(base["forms.toml"].forms, own["forms.toml"].forms),
        calls=own["calls.toml"].calls,
        gate=quality.gate or base["quality.toml"].gate,
        parts=_overlaid(base["quality.toml"].parts, quality.parts),
        matching=matching[1].matching or matching[0].matching,
        matching_parts=_overlaid(matching[0].parts, matching[1].parts),
        synonyms=matching[0].synonyms + matching[1].synonyms,
        asks=docking[1].asks or docking[0].asks,
        promises=docking[1].promises or docking[0].promises,
        agreements=docking[1].agreements or docking[0].agreements,
        gatherings=docking[1].events or docking[0].events,
        routes=docking[1].routes,
        signed=docking[1].signed,
        answering=docking[1].answering or docking[0].answering,
        calendar=_overlaid(base["calendar.toml"].years, own["calendar.toml"].years),
        templates=_overlaid(base["programmes.toml"].templates, own["programmes.toml"].templates),
        programmes=own["programmes.toml"].programmes,
        evaluation=own["evaluation.toml"].evaluation or base["evaluation.toml"].evaluation,
        assessments=own["assessments.toml"].assessments or base["assessments.toml"].assessments,
        indicators=indicators.assembled(base[indicators.FILE], own[indicators.FILE]),
        projects=own["projects.toml"].projects or base["projects.toml"].projects,
        trials=laid_over(base["trials.toml"], own["trials.toml"]),
        plans=own["targets.toml"].plans,
        targets=own["targets.toml"].targets,
        steering=own["targets.toml"].steering or base["targets.toml"].steering or SteeringTerms(),
        reported=own["reported.toml"].readings,
        lists=own["lists.toml"].lists,
        events=own["events.toml"].events,
        records=own[_RECORDS],
    )
