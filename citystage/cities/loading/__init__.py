"""Bring a city to what its pack says: create or update by natural key, all or nothing."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from citystage.cities.facts import PackLoaded
from citystage.cities.loading import (
    agreements,
    events,
    ground,
    history,
    intake,
    labs,
    plans,
    records,
    released,
    reported,
    selection,
    words,
)
from citystage.cities.loading.report import Report, Work
from citystage.cities.packs.reading import Pack, find_pack, read_pack
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger import journal

__all__ = ["Report", "load_city"]


def load_city(name: str, *, dry_run: bool) -> Report:
    """Load the pack called ``name`` (or in the folder ``name``); a dry run leaves nothing behind.

    Raises ``BrokenPack`` with every fault, before anything is written.
    """
    pack = read_pack(find_pack(name))
    stamp = Stamp(NOBODY, timezone.now(), "cli", uuid4())
    with transaction.atomic():
        report = load(pack, stamp=stamp)
        transaction.set_rollback(dry_run)
    return report


def load(pack: Pack, *, stamp: Stamp) -> Report:
    """The steps, each standing on those before; the caller holds the transaction."""
    city = ground.plant_city(pack, report := Report(pack.city.code))
    work = Work(pack, city, report, stamp)
    ground.plant_units(work)
    history.keep_changes(work)
    words.write_terms(work)
    ground.enter_organisations(work)
    ground.keep_settings(work)
    intake.keep_forms(work)
    intake.keep_calls(work)
    selection.keep_programmes(work)
    records.enter_scenarios(work)
    records.enter_capabilities(work)
    released.enter_lists(work)
    labs.enter_labs(work)
    events.enter_events(work)
    agreements.enter_agreements(work)
    plans.enter_plans(work)
    reported.enter_reported(work)
    if report.created or report.changed:
        told = PackLoaded(city_id=city.pk, created=report.created, changed=report.changed)
        journal.record(told, subject=city, stamp=stamp)
    return report
