"""Lists of capabilities: which row is which record, what is new, what changed, and keeping it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.sheets.fields import joined
from citystage.foundation.sheets.targets import Context, Entry, Outcome
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.facts import CapabilityChanged, CapabilityEntered
from citystage.stages.catalogue.importing.capability_fields import CAPABILITY_FIELDS
from citystage.stages.catalogue.importing.drafting import same
from citystage.stages.catalogue.importing.lookups import Lookups
from citystage.stages.catalogue.importing.organising import enter, listed
from citystage.stages.catalogue.indexing import fill_capabilities
from citystage.stages.catalogue.models import Capability

_SHORTEST_ID = 4
_TITLE_FROM_TEXT = 60
_TEXTS = ("title", "description", "applies_to", "cases", "qualifications", "seeking")
_CONTACT = {"contact_person": "name", "contact_phone": "phone", "contact_email": "email"}
_SOURCE = {"source_id": "id", "source_title": "title", "source_url": "url", "remarks": "note"}
# Names that lists use for our columns, where they say what they could not verify.
_COLUMN_NAMES = {"product": "title", "application_domain": "applies_to"}


@dataclass(slots=True)
class _Plan:
    city: Unit
    key: str
    columns: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)
    known: Capability | None = None


class Capabilities:
    """The target for capability lists."""

    code = "capabilities"
    label = gettext_lazy("capabilities")
    fields = CAPABILITY_FIELDS

    def judge(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Name each record by its source id, or by company and title."""
        lookups = Lookups()
        for entry in entries:
            if "title" not in entry.values:
                entry.values["title"] = _title_of(entry)
                note = _("The row names no capability; it is called “%s”.")
                entry.notes.append(note % entry.text("title"))
            city = lookups.city(entry.text("city")) or context.city
            entry.label = entry.text("title")
            entry.key = key_of(entry)
            entry.plan = _Plan(city, entry.key)

    def plan(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Compare with what the catalogue holds."""
        known = {
            each.import_key: each
            for each in Capability.objects.filter(import_key__in=[e.key for e in entries])
        }
        lookups = Lookups()
        for entry in entries:
            plan = entry.plan
            assert isinstance(plan, _Plan)
            _draft(plan, entry, lookups)
            plan.known = known.get(entry.key)
            if plan.known is None:
                entry.decide(Outcome.IMPORTED)
            else:
                _compare(entry, plan, plan.known, context)

    def keep(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Create and change in bulk, with facts, search documents and new organisations."""
        new = [entry for entry in entries if entry.outcome == Outcome.IMPORTED]
        changed = [entry for entry in entries if entry.outcome == Outcome.UPDATED]
        told = [*_create(new, context), *_change(changed, context)]
        journal.record_many(told, stamp=context.stamp)


def key_of(entry: Entry) -> str:
    """The identity of a row: its source id, or company and title together."""
    source_id = fold(entry.text("source_id"))
    if len(source_id) >= _SHORTEST_ID and not source_id.isdigit():
        return f"id:{source_id}"
    named = "\x1f".join([fold(entry.text("company")), fold(entry.text("title"))])
    return f"is:{hashlib.sha256(named.encode()).hexdigest()[:40]}"


def _title_of(entry: Entry) -> str:
    text = entry.text("description") or entry.text("applies_to") or entry.text("company")
    first = text.replace("\n", "。").split("。")[0]
    return first if len(first) <= _TITLE_FROM_TEXT else f"{first[: _TITLE_FROM_TEXT - 1]}…"


def _draft(plan: _Plan, entry: Entry, lookups: Lookups) -> None:
    plan.columns = {code: entry.text(code) for code in _TEXTS if entry.text(code)}
    for code, scheme in (("field", Scheme.FIELD), ("chain", Scheme.CHAIN)):
        word = entry.text(code) or (entry.text("applies_to") if code == "field" else "")
        if term := lookups.term(scheme, plan.city, word):
            plan.columns[code] = term
        if entry.text(code) and (term is None or term.name != word):
            plan.source[code] = word
    unverified = entry.values.get("unverified")
    if isinstance(unverified, list):
        plan.columns["unverified"] = [
            _COLUMN_NAMES.get(str(name), str(name))[:60] for name in unverified
        ]
    plan.contact = {name: entry.text(code) for code, name in _CONTACT.items() if entry.text(code)}
    plan.source |= {name: entry.text(code) for code, name in _SOURCE.items() if entry.text(code)}
    word = entry.text("city")
    if word and lookups.city(word) is None:
        plan.source["city"] = word


def _compare(entry: Entry, plan: _Plan, known: Capability, context: Context) -> None:
    entry.subject = journal.subject_of(known)
    if known.original == entry.original and known.source.get("reading") == context.reading:
        entry.decide(Outcome.UNCHANGED)
    elif changed := _merge(plan, known):
        labels = {each.code: each.label for each in CAPABILITY_FIELDS}
        names = joined(labels.get(name, name) for name in changed)
        entry.decide(Outcome.UPDATED, _("Changed: %s.") % names)
    else:
        entry.decide(Outcome.UNCHANGED)


def _merge(plan: _Plan, known: Capability) -> list[str]:
    changed = []
    for name, value in plan.columns.items():
        if not same(getattr(known, name), value):
            setattr(known, name, value)
            changed.append(name)
    for name, fresh in (("contact", plan.contact), ("source", plan.source)):
        before = getattr(known, name)
        if any(not same(before.get(key), value) for key, value in fresh.items()):
            setattr(known, name, {**before, **fresh})
            changed.append(name)
    return changed


def _create(entries: Sequence[Entry], context: Context) -> list[tuple[Fact, Capability]]:
    if not entries:
        return []
    lookups = Lookups()
    names = {entry.text("company"): entry for entry in entries}
    lookups.read_organisations(names)
    missing = {fold(name): name for name in names if lookups.organisation(name) is None}
    fresh = [_organisation(names[name], name, lookups, context) for name in missing.values()]
    enter(fresh, stamp=context.stamp)
    lookups.add_organisations(fresh)
    made = [_capability(entry, lookups, context) for entry in entries]
    Capability.objects.bulk_create(made, batch_size=500)
    fill_capabilities(made)
    for entry, each in zip(entries, made, strict=True):
        entry.subject = journal.subject_of(each)
    return [(CapabilityEntered(capability_id=each.pk, origin="import"), each) for each in made]


def _organisation(entry: Entry, name: str, lookups: Lookups, context: Context) -> Organisation:
    city = _plan(entry).city
    elsewhere = lookups.elsewhere(entry.text("city"), name, city)
    return listed(name, city=city, elsewhere=elsewhere, source={"file": context.source})


def _plan(entry: Entry) -> _Plan:
    assert isinstance(entry.plan, _Plan)
    return entry.plan


def _capability(entry: Entry, lookups: Lookups, context: Context) -> Capability:
    plan = _plan(entry)
    organisation = lookups.organisation(entry.text("company"))
    assert organisation is not None
    source = {
        **plan.source,
        "file": context.source,
        "row": entry.number,
        "reading": context.reading,
    }
    return Capability(
        city=plan.city,
        organisation=organisation,
        contact=plan.contact,
        source=source,
        import_key=plan.key,
        original=entry.original,
        public=context.release != "reserve",
        version=1,
        created_at=context.stamp.at,
        changed_at=context.stamp.at,
        **plan.columns,
    )


def _change(entries: Sequence[Entry], context: Context) -> list[tuple[Fact, Capability]]:
    plans = {plan.known.pk: (plan, entry) for entry in entries if (plan := _plan(entry)).known}
    told: list[tuple[Fact, Capability]] = []
    columns = {"original", "source", "version", "changed_at"}
    for row in Capability.objects.select_for_update().filter(pk__in=list(plans)):
        plan, entry = plans[row.pk]
        if names := _merge(plan, row):
            row.original, row.changed_at, row.version = (
                entry.original,
                context.stamp.at,
                row.version + 1,
            )
            row.source = {**row.source, "reading": context.reading}
            columns |= set(names)
            told.append((CapabilityChanged(capability_id=row.pk, fields=names), row))
    rows = [row for _fact, row in told]
    if rows:
        Capability.objects.bulk_update(rows, sorted(columns), batch_size=500)
        fill_capabilities(rows)
    return told
