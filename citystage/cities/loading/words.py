"""The vocabularies: fields are shared by all cities; chains, actions, zones are one city's."""

from collections.abc import Iterable
from typing import Any

from citystage.cities.loading.report import Outcome, Work, settle
from citystage.cities.packs import schema
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit


def write_terms(work: Work) -> None:
    """Shared words first, then the city's; parents once all words are there."""
    _write(work, work.pack.shared_terms, None)
    _write(work, work.pack.terms, work.city)


def _write(work: Work, told: Iterable[schema.Term], city: Unit | None) -> None:
    stored = {(term.scheme, term.code): term for term in Term.objects.filter(city=city)}
    for ordinal, word in enumerate(told, start=1):
        key = f"{word.scheme}/{word.code}"
        wanted = _columns(word, ordinal) | {
            "parent": stored.get((word.scheme, word.parent)) if word.parent else None
        }
        found = stored.get((word.scheme, word.code))
        if found is None:
            made = Term.objects.create(city=city, scheme=word.scheme, code=word.code, **wanted)
            stored[word.scheme, word.code] = made
            work.report.note("term", key, Outcome.CREATED)
        else:
            settle(work.report, "term", key, found, wanted)


def _columns(word: schema.Term, ordinal: int) -> dict[str, Any]:
    facts = {
        "source": word.source,
        "certain": word.certain,
        "states": word.states,
        "includes": list(word.includes),
    }
    return {
        "name": word.name.zh,
        "name_en": word.name.en,
        "synonyms": list(word.synonyms),
        "ordinal": ordinal,
        "facts": {key: value for key, value in facts.items() if value not in ("", [], True)},
    }
