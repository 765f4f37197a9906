"""Lists that cities really released: what is known of each, how much of it, and from where."""

import hashlib
import json
from typing import Any

from citystage.cities.loading.ground import source_facts
from citystage.cities.loading.records import import_key
from citystage.cities.loading.report import Outcome, Work, differences
from citystage.cities.packs import schema
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.stages.catalogue.facts import ListReleased, ScenarioListed
from citystage.stages.catalogue.indexing import fill_lists
from citystage.stages.catalogue.models import Release, ReleaseItem, Scenario
from citystage.stages.catalogue.states import RELEASE
from citystage.stages.catalogue.versions import snapshot


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
            "parts": [part.model_dump() for part in told.parts],
            "known": known,
            "note": told.note.model_dump() if told.note else {},
        },
    }


def _enter(work: Work, told: schema.Released, wanted: dict[str, Any]) -> None:
    keys = [import_key(item.record) for item in told.items if item.record]
    scenarios = {
        scenario.import_key: scenario
        for scenario in Scenario.objects.filter(city=work.city, import_key__in=keys)
    }
    frozen = [snapshot(scenarios[key]) for key in keys]
    made = Release.objects.create(
        city=work.city,
        code=told.code,
        made_at=work.stamp.at,
        sha256=_digest(wanted, frozen),
        **wanted,
    )
    items = [
        ReleaseItem(release=made, scenario=scenarios[key], ordinal=ordinal, frozen=content)
        for ordinal, (key, content) in enumerate(zip(keys, frozen, strict=True), start=1)
    ]
    ReleaseItem.objects.bulk_create(items)
    fact = ListReleased(release_id=made.pk, sha256=made.sha256, items=len(items))
    advance(made, RELEASE, fact=fact, stamp=work.stamp)
    journal.record_many(
        (
            (
                ScenarioListed(
                    scenario_id=item.scenario_id, release_id=made.pk, ordinal=item.ordinal
                ),
                item.scenario,
            )
            for item in items
        ),
        stamp=work.stamp,
    )
    fill_lists([made])
    work.report.note("list", told.code, Outcome.CREATED)


def _digest(wanted: dict[str, Any], frozen: list[dict[str, Any]]) -> str:
    content = {"list": wanted, "items": frozen}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
