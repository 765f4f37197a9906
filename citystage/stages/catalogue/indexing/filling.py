"""Write search documents for scenarios, capabilities, organisations, lists and recognitions."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from citystage.engines.meaning.texts import content_hash
from citystage.engines.text.folding import fold
from citystage.engines.text.words import Lexicon
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.meaning.wanting import want
from citystage.foundation.taxonomy.models import Term
from citystage.stages.catalogue.indexing import documents, kinds
from citystage.stages.catalogue.indexing.meaning import spoken_by
from citystage.stages.catalogue.models import (
    Capability,
    Lab,
    Release,
    Scenario,
    SearchDocument,
    SearchWord,
)
from citystage.stages.catalogue.models.scenarios import HIDDEN
from citystage.stages.review.fingerprints import Text, put_many

_BATCH = 500
_LATIN = re.compile(r"[a-z][a-z0-9]{2,39}")
_WRITTEN = [
    *("city", "public", "title", "owner_name", "body", "vector", "changed_at"),
    *("names", "extra", "audience", "facets", "numbers", "latitude", "longitude", "meaning"),
]


def lexicon() -> Lexicon:
    """The words of the vocabularies with their synonyms, for the tokenizer."""
    found: set[str] = set()
    for name, synonyms in Term.objects.values_list("name", "synonyms"):
        found |= {name, *synonyms}
    return Lexicon(sorted(found))


def write(made: Sequence[SearchDocument]) -> None:
    """Keep documents, new or again, and what is found through them: vectors, Latin words."""
    said = {one.identity: spoken for one in made if (spoken := spoken_by(one))}
    for one in made:
        text = said.get(one.identity)
        one.meaning = content_hash(text) if text else None
    want(said.values())
    SearchDocument.objects.bulk_create(
        made,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=_WRITTEN,
    )
    latin = {
        word
        for document in made
        if document.public
        for word in _LATIN.findall(fold(f"{document.title} {document.body}"[:20_000]))
    }
    SearchWord.objects.bulk_create(
        [SearchWord(word=word) for word in sorted(latin)], ignore_conflicts=True
    )


def fill(scenarios: Iterable[Scenario]) -> None:
    """(Re)write the documents of ``scenarios``."""
    words = lexicon()
    wanted = Scenario.objects.filter(pk__in=[scenario.pk for scenario in scenarios])
    related = ("field", "chain", "district", "city", "owner_unit", "application")
    found = list(wanted.select_related(*related))
    write([documents.of_scenario(scenario, words) for scenario in found])
    put_many(_text_of(scenario) for scenario in found)


def _text_of(scenario: Scenario) -> Text:
    """What likeness is measured on, so that drafts of any city meet what is already listed."""
    said = [scenario.title, scenario.summary, *map(str, scenario.answers.values())]
    application = scenario.application
    return Text(
        subject=subject_of(scenario),
        origin=subject_of(application) if application else "",
        title=scenario.title,
        text="\n".join(filter(None, dict.fromkeys(said))),
        path=scenario.city.path,
        city=scenario.city,
        owner_name=scenario.owner_name,
        public=scenario.state not in HIDDEN,
    )


def fill_capabilities(capabilities: Iterable[Capability]) -> None:
    """(Re)write the documents of ``capabilities``."""
    words = lexicon()
    wanted = Capability.objects.filter(pk__in=[each.pk for each in capabilities])
    related = ("organisation__district", "organisation__seat", "field", "chain", "city")
    write([documents.of_capability(each, words) for each in wanted.select_related(*related)])


def fill_organisations(organisations: Iterable[Organisation]) -> None:
    """(Re)write the documents of ``organisations``; one that waits or was declined is hidden."""
    words = lexicon()
    wanted = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
    found = wanted.select_related("city", "district", "seat")
    write([documents.of_organisation(each, words) for each in found])


def fill_lists(releases: Iterable[Release]) -> None:
    """(Re)write the documents of ``releases``; those in preparation only their office finds."""
    words = lexicon()
    wanted = Release.objects.filter(pk__in=[each.pk for each in releases]).select_related("city")
    write([documents.of_list(each, words) for each in wanted])


def fill_labs(labs: Iterable[Lab]) -> None:
    """(Re)write the documents of what was recognised."""
    words = lexicon()
    wanted = Lab.objects.filter(pk__in=[each.pk for each in labs])
    found = wanted.select_related("city", "district", "field").prefetch_related("labels")
    write([documents.of_lab(each, words) for each in found])


type _Filler = Callable[[list[Any]], None]

_FILLED: tuple[tuple[str, Callable[[], QuerySet[Any]], _Filler], ...] = (
    (SearchDocument.Kind.SCENARIO, Scenario.objects.all, fill),
    (SearchDocument.Kind.CAPABILITY, Capability.objects.all, fill_capabilities),
    (SearchDocument.Kind.ORGANISATION, Organisation.objects.all, fill_organisations),
    (SearchDocument.Kind.LIST, Release.objects.all, fill_lists),
    (SearchDocument.Kind.LAB, Lab.objects.all, fill_labs),
)
# Records of these kinds once had no documents.
_LATER = (SearchDocument.Kind.LIST, SearchDocument.Kind.LAB)


def _filled() -> Iterator[tuple[str, QuerySet[Any], _Filler]]:
    """Each kind, its records, and what writes them."""
    for code, records, filler in _FILLED:
        yield code, records(), filler
    for kind in kinds.registered():
        yield kind.code, kind.records(), kind.fill


def fill_left_out() -> int:
    """Write those without a document, of kinds that once had none, or none with a meaning.

    Gives how many.
    """
    number = 0
    own = {code for code, _records, _filler in _FILLED} - {*_LATER}
    for code, records, filler in _filled():
        if code not in own:
            written = SearchDocument.objects.filter(kind=code, object_id=OuterRef("pk"))
            if code not in _LATER:
                written = written.filter(meaning__isnull=False)
            number += _in_batches(records.filter(~Exists(written)), filler)
    return number


def rebuild() -> int:
    """Write every document anew (after a change of tokenizer or vocabulary); returns how many."""
    SearchWord.objects.all().delete()
    for code, records, filler in _filled():
        there = records.filter(pk=OuterRef("object_id"))
        SearchDocument.objects.filter(~Exists(there), kind=code).delete()
        _in_batches(records, filler)
    return SearchDocument.objects.count()


def _in_batches(records: QuerySet[Any], filler: _Filler) -> int:
    rows = list(records.order_by("pk"))
    for start in range(0, len(rows), _BATCH):
        filler(rows[start : start + _BATCH])
    return len(rows)
