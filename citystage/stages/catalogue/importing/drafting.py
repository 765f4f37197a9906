"""What a row says of a scenario: the columns it fills, and how they meet an existing record."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from citystage.foundation.sheets.targets import Context, Entry
from citystage.foundation.sheets.values import clean_long
from citystage.foundation.taxonomy.models import Mode, Scheme, Term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.money import WAN_YUAN
from citystage.stages.catalogue.importing import words
from citystage.stages.catalogue.importing.lookups import Lookups
from citystage.stages.catalogue.importing.scenario_fields import ANSWERS
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState

_CONTACT = {
    "contact_unit": "unit",
    "contact_person": "name",
    "contact_phone": "phone",
    "contact_email": "email",
}
_SOURCE = {
    "source_id": "id",
    "list": "list",
    "source_title": "title",
    "source_url": "url",
    "remarks": "note",
    "status": "status",
}
# Where a record was first known from stays: another list that names it makes it no other record.
_PROVENANCE = frozenset({"id", "title", "url", "published"})


@dataclass(slots=True)
class Draft:
    """Columns by name; the three JSON columns are merged, never replaced."""

    city: Unit
    columns: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)


def draft_of(entry: Entry, *, city: Unit, lookups: Lookups) -> Draft:
    """Read one row. What the row leaves blank is not in the draft, so it erases nothing."""
    draft = Draft(city)
    _fill_words(draft, entry, lookups)
    _fill_owner(draft, entry, lookups)
    _fill_money(draft, entry)
    _fill_times(draft, entry)
    for each in ANSWERS:
        if each.code in entry.values:
            draft.answers[each.code] = entry.values[each.code]
    for code, name in _CONTACT.items():
        if text := entry.text(code):
            draft.contact[name] = text
    for code, name in _SOURCE.items():
        if text := entry.text(code):
            draft.source[name] = text
    if words.is_state(draft.source.get("status", "")):
        # Our own word for where it stands: the state says it already.
        del draft.source["status"]
    return draft


def _fill_words(draft: Draft, entry: Entry, lookups: Lookups) -> None:
    columns = draft.columns
    for code, column in (("title", "title"), ("title_en", "title_en"), ("description", "summary")):
        if text := entry.text(code):
            columns[column] = text
    if tier := words.tier_of(entry.text("tier")):
        columns["tier"] = tier
    side = words.side_of(entry.text("side"))
    if side:
        columns["side"] = side
    if mode := entry.text("mode"):
        columns["mode"] = words.mode_of(mode)
        own = words.is_label(Mode(columns["mode"]), mode)
        columns["mode_text"] = "" if own else mode[:200]
    for code, scheme in (("field", Scheme.FIELD), ("chain", Scheme.CHAIN)):
        if word := entry.text(code):
            _note(draft, code, word, lookups.term(scheme, draft.city, word))
    _fill_places(draft, entry, lookups)


def _fill_places(draft: Draft, entry: Entry, lookups: Lookups) -> None:
    if word := entry.text("district"):
        _note(draft, "district", word, lookups.unit(draft.city, Unit.Kind.DISTRICT, word))
    if word := entry.text("lead_department"):
        found = lookups.unit(draft.city, Unit.Kind.DEPARTMENT, word)
        _note(draft, "lead_department", word, found)
    word = entry.text("city")
    if word and lookups.city(word) is None:
        draft.source["city"] = word


def _note(draft: Draft, code: str, word: str, found: Term | Unit | None) -> None:
    """Fill a column with what a word names; keep the word itself where it says something else."""
    if found is not None:
        draft.columns[code] = found
    if found is None or found.name != word:
        draft.source[code] = word


def _fill_owner(draft: Draft, entry: Entry, lookups: Lookups) -> None:
    if name := owner_of(entry):
        draft.columns["owner_name"] = name[:200]
        if organisation := lookups.organisation(name):
            draft.columns["owner"] = organisation
        if unit := lookups.named_unit(draft.city, name):
            draft.columns["owner_unit"] = unit


def owner_of(entry: Entry) -> str:
    """The unit that wants something; a purchase notice names it in its title."""
    return entry.text("owner") or words.owner_in_title(entry.text("source_title"))


def _fill_money(draft: Draft, entry: Entry) -> None:
    text = entry.text("budget")
    if not text:
        return
    budget = words.budget_of(text)
    draft.columns["budget"] = budget
    # Words are kept beside the amount only where they say more than it.
    draft.columns["budget_text"] = "" if text == money_text(budget) else text[:200]


def money_text(fen: int | None) -> str:
    """An amount as lists write it: “65万元”, “75.22万元”."""
    if fen is None:
        return ""
    return f"{(Decimal(fen) / WAN_YUAN).normalize():f}万元"


def _fill_times(draft: Draft, entry: Entry) -> None:
    if start := words.first_day(entry.text("valid_from")):
        draft.columns["valid_from"] = start
    end = entry.text("valid_until") or entry.text("expected_month")
    if end:
        draft.columns["valid_until"] = words.day_after(end)
    published = entry.text("published")
    if day := words.first_day(published):
        draft.columns["year"] = day.year
        if published.count("-") == 2:  # noqa: PLR2004 -- a full date
            draft.columns["published_on"] = day
        else:
            draft.source["published"] = published


def merge(draft: Draft, scenario: Scenario) -> list[str]:
    """Write the draft over an existing record; returns the names of columns that changed."""
    changed = []
    named_otherwise = not same(scenario.owner_name, draft.columns.get("owner_name", ""))
    for name, value in draft.columns.items():
        if name in {"owner", "owner_unit"} and not named_otherwise:
            # Who a name means may be known better by now; that is no change of the list.
            continue
        if not same(getattr(scenario, name), value):
            setattr(scenario, name, value)
            changed.append(name)
    for name in ("answers", "contact", "source"):
        before = getattr(scenario, name)
        kept = _PROVENANCE if name == "source" else frozenset()
        fresh = {
            key: value
            for key, value in getattr(draft, name).items()
            if not same(before.get(key), value) and not (key in kept and before.get(key))
        }
        if fresh:
            setattr(scenario, name, {**before, **fresh})
            changed.append(name)
    return changed


def same(before: object, after: object) -> bool:
    """Whether two values say the same: text is compared as an import would clean it."""
    if isinstance(before, str) and isinstance(after, str):
        return clean_long(before) == clean_long(after)
    return before == after


def scenario_of(draft: Draft, entry: Entry, *, key: str, context: Context) -> Scenario:
    """An unsaved scenario for a row that is new here; it gets its number later."""
    published: date | None = draft.columns.get("published_on")
    if published is None and "year" not in draft.columns:
        today = timezone.localdate(context.stamp.at)
        draft.columns["published_on"] = today
        draft.columns["year"] = today.year
    source = {
        **draft.source,
        "file": context.source,
        "row": entry.number,
        "reading": context.reading,
    }
    return Scenario(
        city=draft.city,
        state=_state(entry, context),
        answers=draft.answers,
        contact=draft.contact,
        source=source,
        import_key=key,
        original=entry.original,
        version=1,
        created_at=context.stamp.at,
        changed_at=context.stamp.at,
        **draft.columns,
    )


def _state(entry: Entry, context: Context) -> ScenarioState:
    if context.release == "reserve":
        return ScenarioState.RESERVE
    return words.state_of(entry.text("status")) or ScenarioState.OPEN
