"""Where a record behind a number opens, for this visitor; what may not be opened is said so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.models import Evidence
from citystage.stages.evaluation.queries.evidence_reach import open_to
from citystage.web.shell.going import DESTINATIONS


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as the page lists it: hidden ones have neither name nor address."""

    row: Evidence
    url: str
    hidden: bool


def records_of(actor: Actor, rows: Iterable[Evidence]) -> dict[int, Shown]:
    """Each row with its address; the records' own rules are asked again, all in one query."""
    shown = list(rows)
    ids: dict[str, set[int]] = defaultdict(set)
    for row in shown:
        kind, pk = _parts(row)
        ids[kind].add(pk)
    reached = open_to(actor, ids)
    return {row.pk: _shown(actor, row, reached) for row in shown}


def _parts(row: Evidence) -> tuple[str, int]:
    kind, _colon, pk = row.record.partition(":")
    return kind, int(pk)


def _shown(actor: Actor, row: Evidence, reached: Mapping[str, Mapping[int, str]]) -> Shown:
    kind, pk = _parts(row)
    opens = pk in reached[kind]
    if not opens and not row.public:
        return Shown(row, "", hidden=True)
    if opens and kind == "catalogue.scenario":
        return Shown(row, reverse("public:scenario", args=[reached[kind][pk]]), hidden=False)
    if opens and kind == "catalogue.lab":
        return Shown(row, reverse("public:lab", args=[pk]), hidden=False)
    # The way there asks who one is.
    going = opens and actor.user_id is not None and kind in DESTINATIONS.known
    return Shown(row, reverse("shell:go", args=[row.record]) if going else "", hidden=False)
