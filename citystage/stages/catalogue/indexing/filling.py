"""Write search documents for scenarios, capabilities, organisations, lists and recognitions."""

import re
from collections.abc import Callable, Iterable, Sequence

from django.db.models import Exists, Model, OuterRef, QuerySet

from citystage.engines.meaning.texts import content_hash
from citystage.engines.text.folding import fold
from citystage.engines.text.words import Lexicon
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.meaning.wanting import want
from citystage.foundation.taxonomy.models import Term
from citystage.stages.catalogue.indexing import documents
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


def _write(made: Sequence[SearchDocument]) -> None:
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
    _write([documents.of_scenario(scenario, words) for scenario in found])
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
    _write([documents.of_capability(each, words) for each in wanted.select_related(*related)])


def fill_organisations(organisations: Iterable[Organisation]) -> None:
    """(Re)write the documents of ``organisations``; one that waits or was declined is hidden."""
    words = lexicon()
    wanted = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
    found = wanted.select_related("city", "district", "seat")
    _write([documents.of_organisation(each, words) for each in found])


def fill_lists(releases: Iterable[Release]) -> None:
    """(Re)write the documents of ``releases``; those in preparation only their office finds."""
    words = lexicon()
    wanted = Release.objects.filter(pk__in=[each.pk for each in releases]).select_related("city")
    _write([documents.of_list(each, words) for each in wanted])


def fill_labs(labs: Iterable[Lab]) -> None:
    """(Re)write the documents of what was recognised."""
    words = lexicon()
    wanted = Lab.objects.filter(pk__in=[each.pk for each in labs])
    found = wanted.select_related("city", "district", "field").prefetch_related("labels")
    _write([documents.of_lab(each, words) for each in found])


def fill_left_out() -> int:
    """Write those of lists and labs that have none; gives how many. Once they had none."""
    lists = list(Release.objects.filter(~Exists(_there(SearchDocument.Kind.LIST))))
    if lists:
        fill_lists(lists)
    labs = list(Lab.objects.filter(~Exists(_there(SearchDocument.Kind.LAB))))
    if labs:
        fill_labs(labs)
    return len(lists) + len(labs)


def _there(kind: str) -> QuerySet[SearchDocument]:
    return SearchDocument.objects.filter(kind=kind, object_id=OuterRef("pk"))


def rebuild() -> int:
    """Write every document anew (after a change of tokenizer or vocabulary); returns how many."""
    SearchWord.objects.all().delete()
    _rebuild(SearchDocument.Kind.SCENARIO, Scenario.objects.all(), fill)
    _rebuild(SearchDocument.Kind.CAPABILITY, Capability.objects.all(), fill_capabilities)
    _rebuild(SearchDocument.Kind.ORGANISATION, Organisation.objects.all(), fill_organisations)
    _rebuild(SearchDocument.Kind.LIST, Release.objects.all(), fill_lists)
    _rebuild(SearchDocument.Kind.LAB, Lab.objects.all(), fill_labs)
    return SearchDocument.objects.count()


def _rebuild[M: Model](kind: str, all_of: QuerySet[M], filler: Callable[[list[M]], None]) -> None:
    there = all_of.filter(pk=OuterRef("object_id"))
    SearchDocument.objects.filter(~Exists(there), kind=kind).delete()
    rows = list(all_of.order_by("pk"))
    for start in range(0, len(rows), _BATCH):
        filler(rows[start : start + _BATCH])
