"""Real scenarios and capabilities of the sources, published with their source beside them."""

from datetime import date
from typing import Any

from django.utils import timezone

from citystage.cities.loading.ground import organisation_called, source_facts
from citystage.cities.loading.report import Outcome, Work, differences, settle
from citystage.cities.packs import schema
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.entering import next_numbers
from citystage.stages.catalogue.facts import (
    CapabilityChanged,
    CapabilityEntered,
    ScenarioCorrected,
    ScenarioEntered,
    ScenarioPublished,
)
from citystage.stages.catalogue.importing.words import mode_of
from citystage.stages.catalogue.indexing import fill, fill_capabilities
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import PUBLISH
from citystage.stages.catalogue.versions import keep_version


def import_key(record_id: str) -> str:
    """The identity of a pack's record in the catalogue."""
    return f"pack:{record_id}"


class _Reading:
    """Codes of the pack turned into rows, read once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.sources = {source.code: source for source in work.pack.sources}
        self.units = {unit.code: unit for unit in Unit.objects.filter(city=work.city)}
        self.terms = {
            (term.scheme, term.code): term for scheme in Scheme for term in terms(scheme, work.city)
        }
        self.owners = {
            told.code: organisation_called(told.name) for told in work.pack.organisations
        }

    def term(self, scheme: Scheme, code: str | None) -> Term | None:
        return self.terms[scheme, code] if code else None

    def owner(self, told: schema.Record) -> Organisation | None:
        return self.owners.get(told.owner)

    def owner_unit(self, told: schema.Record) -> Unit | None:
        return self.work.city if told.owner == self.work.city.code else self.units.get(told.owner)

    def source(self, told: schema.Record) -> dict[str, Any]:
        facts = source_facts(self.sources[told.source]) | {"level": told.level}
        lists = [
            released.title.zh
            for released in self.work.pack.lists
            if any(item.record == told.id for item in released.items)
        ]
        named = {
            scheme: term.name
            for scheme, code in ((Scheme.ACTION, told.action), (Scheme.ZONE, told.zone))
            if (term := self.term(scheme, code))
        }
        facts |= {str(scheme): name for scheme, name in named.items()}
        if lists:
            facts["list"] = "；".join(lists)
        if told.title_restated:
            facts["record_title_restated"] = True
        if told.published:
            facts["published"] = told.published
        return facts


def enter_scenarios(work: Work) -> None:
    """Create, publish or correct every scenario of the pack."""
    reading = _Reading(work)
    stored = {
        scenario.import_key: scenario
        for scenario in Scenario.objects.select_for_update(of=("self",)).filter(
            city=work.city, import_key__startswith="pack:"
        )
    }
    for told in work.pack.records:
        if told.kind != "scenario":
            continue
        wanted = _scenario_columns(reading, told)
        found = stored.get(import_key(told.id))
        if found is None:
            _enter(work, told, wanted)
        elif found.versions.filter(made_by__isnull=False).exists():
            kept = differences(found, wanted)
            outcome = Outcome.KEPT if kept else Outcome.UNCHANGED
            work.report.note("scenario", told.id, outcome, kept)
        else:
            _correct(work, told, found, wanted)


def _scenario_columns(reading: _Reading, told: schema.Record) -> dict[str, Any]:
    owner = reading.owner(told)
    return {
        "title": told.title,
        "summary": told.description,
        "tier": told.tier or "",
        "side": told.side or "",
        "mode": mode_of(told.mode_as_written),
        "mode_text": told.mode_as_written,
        "field": reading.term(Scheme.FIELD, told.field),
        "chain": reading.term(Scheme.CHAIN, told.chain),
        "district": reading.units.get(told.district or ""),
        "owner": owner,
        "owner_unit": reading.owner_unit(told),
        "owner_name": told.owner_as_written or (owner.name if owner else reading.work.city.name),
        "year": int(told.published[:4]) if told.published else None,
        "published_on": _whole_day(told.published),
        "source": reading.source(told),
    }


def _whole_day(published: str) -> date | None:
    """A day; sources that tell only the month or the year give none."""
    try:
        return date.fromisoformat(published)
    except ValueError:
        return None


def _enter(work: Work, told: schema.Record, wanted: dict[str, Any]) -> None:
    year = wanted["year"] or timezone.localdate(work.stamp.at).year
    (number,) = next_numbers(work.city, year=year, count=1)
    made = Scenario.objects.create(
        city=work.city,
        number=number,
        import_key=import_key(told.id),
        original=told.model_dump(mode="json", exclude_defaults=True),
        created_at=work.stamp.at,
        changed_at=work.stamp.at,
        **wanted,
    )
    entered = ScenarioEntered(scenario_id=made.pk, origin="pack")
    journal.record(entered, subject=made, stamp=work.stamp)
    move(made, PUBLISH, fact=ScenarioPublished(scenario_id=made.pk), stamp=work.stamp)
    work.report.note("scenario", told.id, Outcome.CREATED)


def _correct(work: Work, told: schema.Record, found: Scenario, wanted: dict[str, Any]) -> None:
    settle(work.report, "scenario", told.id, found, wanted)
    change = work.report.changes[-1]
    if change.outcome is Outcome.CHANGED:
        keep_version(found, stamp=work.stamp)
        fill([found])
        fact = ScenarioCorrected(
            scenario_id=found.pk, version=found.version, fields=list(change.fields)
        )
        journal.record(fact, subject=found, stamp=work.stamp)


def enter_capabilities(work: Work) -> None:
    """Create or update every capability of the pack."""
    reading = _Reading(work)
    for told in work.pack.records:
        if told.kind != "capability":
            continue
        wanted = {
            "organisation": reading.owner(told),
            "title": told.title,
            "description": told.description,
            "field": reading.term(Scheme.FIELD, told.field),
            "chain": reading.term(Scheme.CHAIN, told.chain),
            "cases": told.cases,
            "qualifications": told.lab,
            "source": reading.source(told),
        }
        key = import_key(told.id)
        found = Capability.objects.filter(import_key=key).first()
        if found is None:
            _enter_capability(work, told, wanted)
            continue
        settle(work.report, "capability", told.id, found, wanted)
        change = work.report.changes[-1]
        if change.outcome is Outcome.CHANGED:
            fact = CapabilityChanged(capability_id=found.pk, fields=list(change.fields))
            journal.record(fact, subject=found, stamp=work.stamp)
            fill_capabilities([found])


def _enter_capability(work: Work, told: schema.Record, wanted: dict[str, Any]) -> None:
    made = Capability.objects.create(
        city=work.city,
        import_key=import_key(told.id),
        original=told.model_dump(mode="json", exclude_defaults=True),
        created_at=work.stamp.at,
        changed_at=work.stamp.at,
        **wanted,
    )
    entered = CapabilityEntered(capability_id=made.pk, origin="pack")
    journal.record(entered, subject=made, stamp=work.stamp)
    fill_capabilities([made])
    work.report.note("capability", told.id, Outcome.CREATED)
