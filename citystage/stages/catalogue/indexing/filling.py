"""Write search documents for scenarios, capabilities, organisations and lists."""

import re
from collections.abc import Iterable, Sequence

from django.utils import timezone

from citystage.engines.text.folding import fold
from citystage.engines.text.words import Lexicon
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.taxonomy.models import Term
from citystage.stages.catalogue.indexing.vectors import vector
from citystage.stages.catalogue.models import (
    Capability,
    Release,
    Scenario,
    SearchDocument,
    SearchWord,
)
from citystage.stages.catalogue.states import ReleaseState, ScenarioState
from citystage.stages.review.fingerprints import Text, put_many

_BATCH = 500
_LATIN = re.compile(r"[a-z][a-z0-9]{2,39}")
_HIDDEN = {ScenarioState.RESERVE, ScenarioState.WITHDRAWN}


def lexicon() -> Lexicon:
    """The words of the vocabularies with their synonyms, for the tokenizer."""
    found: set[str] = set()
    for name, synonyms in Term.objects.values_list("name", "synonyms"):
        found |= {name, *synonyms}
    return Lexicon(sorted(found))


def _write(documents: Sequence[SearchDocument]) -> None:
    SearchDocument.objects.bulk_create(
        documents,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["city", "public", "title", "owner_name", "body", "vector", "changed_at"],
    )
    latin = {
        word
        for document in documents
        if document.public
        for word in _LATIN.findall(fold(f"{document.title} {document.body}"[:20_000]))
    }
    SearchWord.objects.bulk_create(
        [SearchWord(word=word) for word in sorted(latin)], ignore_conflicts=True
    )


def _terms(*terms: Term | None) -> str:
    return " ".join(" ".join([t.name, t.name_en, *t.synonyms]) for t in terms if t)


def fill(scenarios: Iterable[Scenario]) -> None:
    """(Re)write the documents of ``scenarios``."""
    words = lexicon()
    wanted = Scenario.objects.filter(pk__in=[scenario.pk for scenario in scenarios])
    found = list(wanted.select_related("field", "chain", "district", "city", "application"))
    _write([_of_scenario(scenario, words) for scenario in found])
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
        public=scenario.state not in _HIDDEN,
    )


def _of_scenario(scenario: Scenario, words: Lexicon) -> SearchDocument:
    answers = " ".join(str(value) for value in scenario.answers.values() if value)
    district = scenario.district.name if scenario.district else ""
    body = "\n".join(part for part in (scenario.summary, answers) if part)
    known = _terms(scenario.field, scenario.chain)
    return SearchDocument(
        kind=SearchDocument.Kind.SCENARIO,
        object_id=scenario.pk,
        city_id=scenario.city_id,
        public=scenario.state not in _HIDDEN,
        title=scenario.title,
        owner_name=scenario.owner_name,
        body=body,
        vector=vector(
            title=f"{scenario.title} {scenario.title_en} {scenario.number}",
            names=[name for name in (scenario.owner_name, district) if name],
            body=f"{body} {known}",
            words=words,
        ),
        changed_at=scenario.changed_at,
    )


def fill_capabilities(capabilities: Iterable[Capability]) -> None:
    """(Re)write the documents of ``capabilities``."""
    words = lexicon()
    wanted = Capability.objects.filter(pk__in=[each.pk for each in capabilities])
    _write(
        [
            SearchDocument(
                kind=SearchDocument.Kind.CAPABILITY,
                object_id=each.pk,
                city_id=each.city_id,
                public=each.public,
                title=each.title,
                owner_name=each.organisation.name,
                body=(body := _capability_text(each)),
                vector=vector(
                    title=f"{each.title} {each.title_en}",
                    names=[each.organisation.name],
                    body=f"{body} {_terms(each.field, each.chain)}",
                    words=words,
                ),
                changed_at=each.changed_at,
            )
            for each in wanted.select_related("organisation", "field", "chain")
        ]
    )


def _capability_text(each: Capability) -> str:
    return f"{each.description}\n{each.applies_to}\n{each.cases}\n{each.seeking}"


def fill_organisations(organisations: Iterable[Organisation]) -> None:
    """(Re)write the documents of ``organisations``; one that waits or was declined is hidden."""
    words = lexicon()
    public = {Organisation.Standing.LISTED, Organisation.Standing.APPROVED}
    _write(
        [
            SearchDocument(
                kind=SearchDocument.Kind.ORGANISATION,
                object_id=each.pk,
                city_id=each.city_id,
                public=each.standing in public,
                title=each.name,
                body=each.introduction,
                vector=vector(
                    title=f"{each.name} {each.name_en}",
                    names=[each.name, *each.aliases],
                    body=f"{each.introduction} {each.uscc}",
                    words=words,
                ),
                changed_at=each.updated_at,
            )
            for each in organisations
        ]
    )


def fill_lists(releases: Iterable[Release]) -> None:
    """(Re)write the documents of ``releases``; one in preparation is hidden."""
    words = lexicon()
    _write(
        [
            SearchDocument(
                kind=SearchDocument.Kind.LIST,
                object_id=each.pk,
                city_id=each.city_id,
                public=each.state == ReleaseState.RELEASED,
                title=each.title,
                owner_name=each.issuer,
                body=each.introduction,
                vector=vector(
                    title=f"{each.title} {each.title_en} {each.number}",
                    names=[each.issuer] if each.issuer else [],
                    body=each.introduction,
                    words=words,
                ),
                changed_at=each.released_at or timezone.now(),
            )
            for each in releases
        ]
    )


def rebuild() -> int:
    """Write every document anew (after a change of tokenizer or vocabulary); returns how many."""
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    for model, filler in (
        (Scenario, fill),
        (Capability, fill_capabilities),
        (Organisation, fill_organisations),
        (Release, fill_lists),
    ):
        rows = list(model.objects.order_by("pk"))
        for start in range(0, len(rows), _BATCH):
            filler(rows[start : start + _BATCH])
    return SearchDocument.objects.count()
