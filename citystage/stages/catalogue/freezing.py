"""Freeze a list: each item's public content as it stands, and one hash over all of it."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Release, ReleaseItem, Scenario


def _named(thing: Term | Unit | None) -> dict[str, str] | None:
    return {"code": thing.code, "zh": thing.name, "en": thing.name_en} if thing else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def frozen_content(scenario: Scenario) -> dict[str, Any]:
    """What a list says of a scenario: names, not ids, so that it can be read for good.

    Of the contact only the unit is part of it; persons are reached through the page.
    """
    return {
        "number": scenario.number,
        "title": scenario.title,
        "title_en": scenario.title_en,
        "summary": scenario.summary,
        "answers": scenario.answers,
        "tier": scenario.tier,
        "side": scenario.side,
        "mode": scenario.mode,
        "mode_text": scenario.mode_text,
        "field": _named(scenario.field),
        "chain": _named(scenario.chain),
        "district": _named(scenario.district),
        "lead_department": _named(scenario.lead_department),
        "owner": scenario.owner_name,
        "budget_fen": scenario.budget,
        "budget_text": scenario.budget_text,
        "valid_from": _iso(scenario.valid_from),
        "valid_until": _iso(scenario.valid_until),
        "contact_unit": str(scenario.contact.get("unit") or scenario.owner_name),
        "version": scenario.version,
    }


def canonical(release: Release, items: list[ReleaseItem]) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no spaces, UTF-8."""
    content = {
        "city": release.city.code,
        "code": release.code,
        "kind": release.kind,
        "number": release.number,
        "title": release.title,
        "issuer": release.issuer,
        "introduction": release.introduction,
        "released_on": _iso(release.released_on),
        "stated_items": release.stated_items,
        "source": release.source,
        "items": [{"ordinal": item.ordinal, **item.frozen} for item in items],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(release: Release, items: list[ReleaseItem]) -> str:
    """SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(release, items)).hexdigest()


def freeze(release: Release, *, on: date, at: datetime) -> list[ReleaseItem]:
    """Fill ``frozen`` of every item and the hash of ``release`` (locked by the caller; saved)."""
    related = ("field", "chain", "district", "lead_department")
    items = list(
        release.items.select_related("scenario", *(f"scenario__{name}" for name in related))
    )
    for item in items:
        item.frozen = frozen_content(item.scenario)
    ReleaseItem.objects.bulk_update(items, ["frozen"], batch_size=500)
    release.released_on, release.released_at = on, at
    release.sha256 = digest(release, items)
    release.save(update_fields=["released_on", "released_at", "sha256"])
    return items


def intact(release: Release) -> bool:
    """Whether the stored content still has the hash it was released with."""
    return digest(release, list(release.items.order_by("ordinal"))) == release.sha256
