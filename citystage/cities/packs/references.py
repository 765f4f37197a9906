"""Codes are given once, and whatever names a code names one that exists.

Both checks walk the raw data, so they speak up beside the faults of the schema, not after them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from citystage.cities.packs.documents import Document
from citystage.cities.packs.problems import late, twice
from citystage.kernel.toml_faults import no_such
from citystage.kernel.toml_lines import KeyPath

type Documents = Mapping[str, Document[Any]]

# Kind of code: the file and the place where codes of that kind are given. "*" is any entry.
_GIVEN = (
    ("source", "city.toml", "sources.*.code"),
    ("owner", "city.toml", "city.code"),
    ("owner", "units.toml", "units.*.code organisations.*.code"),
    ("unit", "units.toml", "units.*.code"),
    ("organisation", "units.toml", "organisations.*.code"),
    ("term", "taxonomy.toml", "terms.*.code"),
    ("form", "forms.toml", "forms.*.code"),
    ("question", "forms.toml", "forms.*.fields.*.key"),
    ("call", "calls.toml", "calls.*.code"),
    ("template", "programmes.toml", "templates.*.code"),
    ("programme", "programmes.toml", "programmes.*.code"),
    ("part", "quality.toml", "parts.*.code"),
    ("weighed", "matching.toml", "parts.*.code"),
    ("plan", "targets.toml", "plans.*.code"),
    ("target", "targets.toml", "targets.*.code"),
    ("indicator", "indicators.toml", "indicators.*.code"),
    ("reading", "reported.toml", "readings.*.code"),
    ("list", "lists.toml", "lists.*.code"),
    ("event", "events.toml", "events.*.code"),
    ("measure", "trials.toml", "measures.*.code"),
    ("numbers", "trials.toml", "numbers.*.code"),
    ("ladder", "trials.toml", "ladders.*.code"),
    ("record", "records.jsonl", "*.id"),
)

# The file and the place of a reference, and the kind of code it names. "@" is a key itself.
_NAMED = (
    ("city.toml", "city.coordinator", "unit"),
    ("units.toml", "units.*.parent", "unit"),
    ("units.toml", "changes.*.unit", "unit"),
    ("units.toml", "changes.*.into", "unit"),
    ("units.toml", "changes.*.parts.*", "unit"),
    ("units.toml", "units.*.named_by.*", "source"),
    ("units.toml", "organisations.*.district", "unit"),
    ("units.toml", "organisations.*.named_by.*", "source"),
    ("calls.toml", "calls.*.form", "form"),
    ("calls.toml", "calls.*.quotas.@", "unit"),
    ("calls.toml", "calls.*.asked_departments.*", "unit"),
    ("programmes.toml", "templates.*.form", "form"),
    ("programmes.toml", "programmes.*.template", "template"),
    ("programmes.toml", "programmes.*.quotas.@", "unit"),
    ("programmes.toml", "templates.*.terms.places.districts.@", "unit"),
    ("programmes.toml", "templates.*.terms.places.fields.@", "term:field"),
    ("programmes.toml", "programmes.*.terms.places.districts.@", "unit"),
    ("programmes.toml", "programmes.*.terms.places.fields.@", "term:field"),
    ("quality.toml", "parts.*.reads.*", "question"),
    ("projects.toml", "projects.provers.*", "unit"),
    ("docking.toml", "signed.*.organisations.*", "organisation"),
    ("docking.toml", "signed.*.source", "source"),
    ("docking.toml", "routes.*.unit", "unit"),
    ("docking.toml", "routes.*.field", "term:field"),
    ("targets.toml", "plans.*.source", "source"),
    ("targets.toml", "targets.*.plan", "plan"),
    ("targets.toml", "targets.*.source", "source"),
    ("targets.toml", "targets.*.revisions.*.source", "source"),
    ("reported.toml", "readings.*.source", "source"),
    ("reported.toml", "readings.*.division.over", "reading"),
    ("reported.toml", "readings.*.division.under", "reading"),
    ("trials.toml", "numbers.*.lines.*.any.*.all.*.measure", "measure"),
    ("trials.toml", "ladders.*.steps.*.numbers", "numbers"),
    ("trials.toml", "ladders.*.steps.*.units.*", "unit"),
    ("indicators.toml", "indicators.*.target", "target"),
    ("indicators.toml", "indicators.*.answers_for", "unit"),
    ("lists.toml", "lists.*.source", "source"),
    ("events.toml", "events.*.organiser", "unit"),
    ("events.toml", "events.*.source", "source"),
    ("events.toml", "events.*.statements.*.source", "source"),
    ("lists.toml", "lists.*.items.*.record", "record"),
    ("lists.toml", "lists.*.items.*.organisation", "organisation"),
    ("records.jsonl", "*.owner", "owner"),
    ("records.jsonl", "*.district", "unit"),
    ("records.jsonl", "*.source", "source"),
    ("taxonomy.toml", "terms.*.parent", "term"),
    ("forms.toml", "forms.*.fields.*.show_if.field", "question"),
    *(
        ("records.jsonl", f"*.{scheme}", f"term:{scheme}")
        for scheme in ("field", "chain", "action", "zone")
    ),
)


def check(base: Documents, own: Documents) -> None:
    """Blame the documents for codes given twice and for references that lead nowhere."""
    known: dict[str, set[str]] = {}
    for documents in (base, own):
        for kind, file, places in _GIVEN:
            known.setdefault(kind, set()).update(_given_once(documents[file], kind, places))
        for term in _rows(documents["taxonomy.toml"].raw, "terms"):
            known.setdefault(f"term:{term.get('scheme')}", set()).add(str(term.get("code")))
    for documents in (base, own):
        _blame_late_parents(documents["units.toml"], "units")
        _blame_late_parents(documents["taxonomy.toml"], "terms")
    unread = {file for file, document in own.items() if document.unreadable}
    unsure = {kind for kind, file, _places in _GIVEN if file in unread}
    for documents in (base, own):
        for file, place, kind in _NAMED:
            if kind.partition(":")[0] not in unsure:
                _blame_dangling(documents[file], place, known.get(kind, set()))


def _blame_dangling(document: Document[Any], place: str, known: set[str]) -> None:
    for path, value in _at(document.raw, tuple(place.split("."))):
        if isinstance(value, str) and value and value not in known:
            document.blame(path, no_such(value, known))


def _blame_late_parents(document: Document[Any], name: str) -> None:
    """A parent stands above the entries under it: no circle, and one pass makes the tree."""
    rows = _rows(document.raw, name)
    codes = [(row.get("scheme"), row.get("code")) for row in rows]
    for number, row in enumerate(rows):
        parent = (row.get("scheme"), row.get("parent"))
        if parent in codes and parent not in codes[:number]:
            document.blame((name, number, "parent"), late(str(row["parent"])))


def _given_once(document: Document[Any], kind: str, places: str) -> set[str]:
    """The codes given at ``places``; a code may come back only in another scheme or form."""
    lines: dict[tuple[KeyPath, str, str], int] = {}
    for place in places.split():
        for path, code in _at(document.raw, tuple(place.split("."))):
            if not isinstance(code, str):
                continue
            around = _scheme(document.raw, path) if kind == "term" else ""
            # A question belongs to its form: the same key may stand in another one.
            home = path[:2] if kind == "question" else ()
            first = lines.setdefault((home, around, code), document.line(path))
            # Units and organisations are one kind of owner, and blamed as such.
            if first != document.line(path) and kind not in {"unit", "organisation"}:
                document.blame(path, twice(code, first))
    return {code for _home, _around, code in lines}


def _scheme(raw: dict[str, Any], path: KeyPath) -> str:
    number = path[1]
    return str(raw["terms"][number].get("scheme"))


def _rows(raw: object, name: str) -> list[dict[str, Any]]:
    rows = raw.get(name, []) if isinstance(raw, dict) else []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _at(
    data: object, place: tuple[str, ...], path: KeyPath = ()
) -> Iterator[tuple[KeyPath, object]]:
    """Everything in ``data`` that stands at ``place``, with the path that leads to it."""
    if not place:
        yield path, data
    elif place[0] == "*" and isinstance(data, list):
        for number, element in enumerate(data):
            yield from _at(element, place[1:], (*path, number))
    elif place[0] == "@" and isinstance(data, dict):
        yield from (((*path, key), key) for key in data)
    elif isinstance(data, dict) and place[0] in data:
        yield from _at(data[place[0]], place[1:], (*path, place[0]))
