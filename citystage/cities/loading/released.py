"""Lists that cities really released: what is known of each, how much of it, and from where."""

from typing import Any

from citystage.cities.loading.ground import source_facts
from citystage.cities.loading.records import import_key
from citystage.cities.loading.report import Outcome, Work, differences
from citystage.cities.packs import schema
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.stages.catalogue.facts import ListReleased, ScenarioListed
from citystage.stages.catalogue.freezing import digest, frozen_content
from citystage.stages.catalogue.indexing import fill_lists
from citystage.stages.catalogue.models import Release, ReleaseItem, Scenario
from citystage.stages.catalogue.states import RELEASE


def enter_lists(work: Work) -> None:
    """Enter each list once, frozen. One that is known by now stays as it was released."""
    for told in work.pack.lists:
        wanted = _columns(work, told)
        found = Release.objects.filter(city=work.city, code=told.code).first()
        if found is None:
            _enter(work, told, wanted)
            continue
        kept = differences(found, wanted)
        outcome = Outcome.KEPT if kept else Outcome.UNCHANGED
        work.report.note("list", told.code, outcome, kept)


def _columns(work: Work, told: schema.Released) -> dict[str, Any]:
    source = next(each for each in work.pack.sources if each.code == told.source)
    names = {each.code: each.name for each in work.pack.organisations}
    titles = {record.id: record.title for record in work.pack.records}
    known = [
        {
            "title": item.title or titles[item.record],
            "organisation": names.get(item.organisation or "", ""),
            "note": item.note,
        }
        for item in told.items
    ]
    return {
        "kind": told.kind,
        "number": told.number,
        "title": told.title.zh,
        "title_en": told.title.en,
        "issuer": told.publisher,
        "introduction": told.note.zh if told.note else "",
        "released_on": told.published,
        "stated_items": told.stated_count,
        "source": source_facts(source)
        | {
            "count_is": told.count_is,
            "published_text": told.published_text,
            "parts": [part.model_dump(exclude_none=True) for part in told.parts],
            "known": known,
            "note": told.note.model_dump() if told.note else {},
        }
        | ({"batch": told.batch} if told.batch else {}),
    }


def _enter(work: Work, told: schema.Released, wanted: dict[str, Any]) -> None:
    keys = [import_key(item.record) for item in told.items if item.record]
    scenarios = {
        scenario.import_key: scenario
        for scenario in Scenario.objects.filter(city=work.city, import_key__in=keys).select_related(
            "field", "chain", "district", "lead_department"
        )
    }
    made = Release.objects.create(city=work.city, code=told.code, made_at=work.stamp.at, **wanted)
    items = ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=made,
            scenario=scenarios[key],
            ordinal=ordinal,
            frozen=frozen_content(scenarios[key]),
        )
        for ordinal, key in enumerate(keys, start=1)
    )
    made.sha256 = digest(made, items)
    made.save(update_fields=["sha256"])
    _tell(work, made, items)
    fill_lists([made])
    work.report.note("list", told.code, Outcome.CREATED)


def _tell(work: Work, made: Release, items: list[ReleaseItem]) -> None:
    told = [
        (
            ScenarioListed(scenario_id=item.scenario_id, release_id=made.pk, ordinal=item.ordinal),
            item.scenario,
        )
        for item in items
    ]
    journal.record_many(told, stamp=work.stamp)
    fact = ListReleased(release_id=made.pk, sha256=made.sha256, items=len(items))
    advance(made, RELEASE, fact=fact, stamp=work.stamp)
