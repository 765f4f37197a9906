"""Lists of scenarios: which row is which record, what is new, what changed, and keeping it."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import fold
from citystage.foundation.access.permissions import Permission
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.sheets.fields import joined
from citystage.foundation.sheets.targets import Context, Entry, Outcome
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue import facts
from citystage.stages.catalogue.entering import next_numbers
from citystage.stages.catalogue.importing.drafting import (
    Draft,
    draft_of,
    merge,
    owner_of,
    scenario_of,
)
from citystage.stages.catalogue.importing.lookups import Lookups
from citystage.stages.catalogue.importing.scenario_fields import SCENARIO_FIELDS
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario, ScenarioVersion
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.catalogue.versions import keep_versions, snapshot

_SHORTEST_ID = 4
_BATCH = 500


@dataclass(slots=True)
class _Plan:
    """What is to be written for one row."""

    city: Unit
    key: str
    draft: Draft | None = None
    known: Scenario | None = None


class Scenarios:
    """The target for scenario lists."""

    code = "scenarios"
    label = gettext_lazy("scenarios")
    fields = SCENARIO_FIELDS

    def judge(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Name each entry's record by its source id, or by title and owner in its city."""
        lookups = Lookups()
        for entry in entries:
            city = _city_of(entry, lookups, context)
            key = key_of(entry)
            entry.label = entry.text("title")
            entry.key = f"{city.pk}:{key}"
            entry.plan = _Plan(city, key)

    def plan(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Compare with what the catalogue holds."""
        known = _Known(entries)
        lookups = Lookups()
        lookups.read_organisations(owner_of(entry) for entry in entries)
        for entry in entries:
            plan = entry.plan
            assert isinstance(plan, _Plan)
            plan.draft = draft_of(entry, city=plan.city, lookups=lookups)
            plan.known = known.record(plan, entry)
            if plan.known:
                _compare(entry, plan.draft, plan.known, context)
            elif other := known.alike(plan, entry):
                entry.subject = journal.subject_of(other)
                reason = _("The catalogue already holds this scenario as %s.") % other.number
                entry.decide(Outcome.DUPLICATE, reason)
            else:
                entry.decide(Outcome.IMPORTED)

    def keep(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Create and change in bulk; every record gets its version, facts and search document."""
        new = [entry for entry in entries if entry.outcome == Outcome.IMPORTED]
        changed = [entry for entry in entries if entry.outcome == Outcome.UPDATED]
        told = [*_create(new, context), *_change(changed, context)]
        journal.record_many(told, stamp=context.stamp)


def key_of(entry: Entry) -> str:
    """The identity of a row within its city.

    A public number or a source id names it; a mere running number does not, since every list
    begins with 1. Otherwise title and owner name it together.
    """
    if number := entry.text("number"):
        return f"no:{fold(number)}"
    source_id = fold(entry.text("source_id"))
    if len(source_id) >= _SHORTEST_ID and not re.fullmatch(r"[\d.]{1,6}", source_id):
        return f"id:{source_id}"
    named = "\x1f".join([fold(entry.text("title")), fold(owner_of(entry))])
    return f"is:{hashlib.sha256(named.encode()).hexdigest()[:40]}"


def _city_of(entry: Entry, lookups: Lookups, context: Context) -> Unit:
    word = entry.text("city")
    if not word:
        return context.city
    city = lookups.city(word)
    if city is None:
        note = _("“%(word)s” is not set up here; the entry is kept under %(city)s.")
        entry.notes.append(note % {"word": word, "city": context.city.label})
        return context.city
    actor = context.stamp.actor
    if city.pk == context.city.pk or context.stamp.channel == "cli":
        return city
    if not actor.holds(Permission.CATALOGUE_RECORD_IMPORT, city):
        reason = _("The entry belongs to %s, for which you do not import.") % city.label
        entry.decide(Outcome.REJECTED, reason)
    return city


class _Known:
    """The records that the rows of a chunk may mean; three queries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        rows = list(entries)
        plans = [entry.plan for entry in rows if isinstance(entry.plan, _Plan)]
        cities = {plan.city.pk for plan in plans}
        held = Scenario.objects.filter(city__in=cities)
        numbers = [entry.text("number") for entry in rows if entry.text("number")]
        by_number = held.filter(number__in=numbers) if numbers else ()
        self._numbers = {(s.city_id, fold(s.number)): s for s in by_number}
        by_key = held.filter(import_key__in=[plan.key for plan in plans])
        self._keys = {(s.city_id, s.import_key): s for s in by_key}
        by_title = held.filter(title__in=[entry.text("title") for entry in rows])
        self._titles = {(s.city_id, fold(s.title), fold(s.owner_name)): s for s in by_title}

    def record(self, plan: _Plan, entry: Entry) -> Scenario | None:
        """The record this row is: of the same number, or brought in under the same key."""
        number = (plan.city.pk, fold(entry.text("number")))
        return self._numbers.get(number) or self._keys.get((plan.city.pk, plan.key))

    def alike(self, plan: _Plan, entry: Entry) -> Scenario | None:
        """Another record of the same title and owner."""
        return self._titles.get((plan.city.pk, fold(entry.text("title")), fold(owner_of(entry))))


def _compare(entry: Entry, draft: Draft, known: Scenario, context: Context) -> None:
    entry.subject = journal.subject_of(known)
    if known.original == entry.original and known.source.get("reading") == context.reading:
        # The row is as it was; what people corrected here since then stays.
        entry.decide(Outcome.UNCHANGED)
    elif changed := merge(draft, known):
        names = joined(_column_label(name) for name in changed)
        entry.decide(Outcome.UPDATED, _("Changed: %s.") % names)
    else:
        entry.decide(Outcome.UNCHANGED)


def _column_label(name: str) -> str:
    code = {"summary": "description", "owner_name": "owner", "year": "published"}.get(name, name)
    found = next((field.label for field in SCENARIO_FIELDS if field.code == code), "")
    return found or str(getattr(Scenario._meta.get_field(name), "verbose_name", name))


def _create(entries: Sequence[Entry], context: Context) -> list[tuple[Fact, Scenario]]:
    made: list[Scenario] = []
    for entry in entries:
        plan = entry.plan
        assert isinstance(plan, _Plan)
        assert plan.draft is not None
        scenario = scenario_of(plan.draft, entry, key=plan.key, context=context)
        made.append(scenario)
    _number(made, year=timezone.localdate(context.stamp.at).year)
    Scenario.objects.bulk_create(made, batch_size=_BATCH)
    _keep_first_versions(made, context)
    fill(made)
    told: list[tuple[Fact, Scenario]] = []
    for entry, scenario in zip(entries, made, strict=True):
        entry.subject = journal.subject_of(scenario)
        told += [(fact, scenario) for fact in _facts(scenario)]
    return told


def _keep_first_versions(scenarios: Sequence[Scenario], context: Context) -> None:
    """Like ``keep_versions``, for records that were created as version 1 already."""
    ScenarioVersion.objects.bulk_create(
        [
            ScenarioVersion(
                scenario=scenario,
                number=scenario.version,
                snapshot=snapshot(scenario),
                made_by_id=context.stamp.actor.user_id,
                made_at=context.stamp.at,
            )
            for scenario in scenarios
        ],
        batch_size=_BATCH,
    )


def _number(scenarios: Sequence[Scenario], *, year: int) -> None:
    by_city: dict[int, list[Scenario]] = {}
    for scenario in scenarios:
        by_city.setdefault(scenario.city_id, []).append(scenario)
    for _city_id, own in sorted(by_city.items()):
        numbers = next_numbers(own[0].city, year=year, count=len(own))
        for scenario, number in zip(own, numbers, strict=True):
            scenario.number = number


def _facts(scenario: Scenario) -> list[Fact]:
    pk, note = scenario.pk, str(scenario.source.get("status", ""))
    told: list[Fact] = [facts.ScenarioEntered(scenario_id=pk, origin="import")]
    if scenario.state != ScenarioState.RESERVE:
        told.append(facts.ScenarioPublished(scenario_id=pk))
    match scenario.state:
        case ScenarioState.MATCHED:
            told.append(facts.ScenarioMatched(scenario_id=pk, note=note))
        case ScenarioState.LANDED:
            told.append(facts.ScenarioLanded(scenario_id=pk, note=note))
        case ScenarioState.CLOSED:
            told.append(facts.ScenarioClosed(scenario_id=pk, note=note))
    return told


def _change(entries: Sequence[Entry], context: Context) -> list[tuple[Fact, Scenario]]:
    plans = [entry.plan for entry in entries if isinstance(entry.plan, _Plan)]
    wanted = [plan.known.pk for plan in plans if plan.known]
    # Read again under lock: what a person saved meanwhile is merged with, not written over.
    locked = {s.pk: s for s in Scenario.objects.select_for_update().filter(pk__in=wanted)}
    changed: dict[int, list[str]] = {}
    for entry, plan in zip(entries, plans, strict=True):
        assert plan.known is not None
        assert plan.draft is not None
        scenario = locked[plan.known.pk]
        if names := merge(plan.draft, scenario):
            changed.setdefault(scenario.pk, []).extend(names)
            scenario.original = entry.original
            scenario.source = {**scenario.source, "reading": context.reading}
    rows = [locked[pk] for pk in changed]
    told = {name for names in changed.values() for name in names}
    columns = sorted(told | {"original", "source"})
    if rows:
        Scenario.objects.bulk_update(rows, columns, batch_size=_BATCH)
        keep_versions(rows, stamp=context.stamp)
        fill(rows)
    return [
        (
            facts.ScenarioCorrected(
                scenario_id=row.pk, version=row.version, fields=changed[row.pk]
            ),
            row,
        )
        for row in rows
    ]
