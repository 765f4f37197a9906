"""The search document of a scenario, a capability, an organisation, a list or a recognition.

Later stages make theirs with ``begun`` and ``weigh`` too.
"""

from datetime import datetime

from django.utils import timezone

from citystage.engines.text.words import Lexicon
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.stages.catalogue import audience
from citystage.stages.catalogue.indexing import facets
from citystage.stages.catalogue.indexing.vectors import vector
from citystage.stages.catalogue.models import Capability, Lab, Release, Scenario, SearchDocument

_KIND = SearchDocument.Kind


def begun(kind: str, pk: int, tokens: list[str], changed: datetime) -> SearchDocument:
    """The document of a record that holders of one of these tokens may find."""
    return SearchDocument(
        kind=kind,
        object_id=pk,
        audience=tokens,
        public=audience.PUBLIC in tokens,
        changed_at=changed,
    )


def weigh(made: SearchDocument, named: str, said: str, words: Lexicon) -> None:
    """Weigh what it is called (``named`` too), its names, and what it says (``said`` too)."""
    made.extra = " ".join(f"{named} {said}".split())
    made.vector = vector(
        title=f"{made.title} {named}", names=made.names, body=f"{made.body} {said}", words=words
    )


def _terms(*terms: Term | None) -> str:
    return " ".join(" ".join([t.name, t.name_en, *t.synonyms]) for t in terms if t)


def of_scenario(scenario: Scenario, words: Lexicon) -> SearchDocument:
    """Found by title, number, owner, district, need, answers and the words of its terms."""
    made = begun(_KIND.SCENARIO, scenario.pk, audience.of_scenario(scenario), scenario.changed_at)
    answers = " ".join(str(value) for value in scenario.answers.values() if value)
    district = scenario.district.name if scenario.district else ""
    made.city_id = scenario.city_id
    made.title, made.owner_name = scenario.title, scenario.owner_name
    made.body = "\n".join(part for part in (scenario.summary, answers) if part)
    made.names = [name for name in (scenario.owner_name, district) if name]
    named, terms = f"{scenario.title_en} {scenario.number}", _terms(scenario.field, scenario.chain)
    weigh(made, named, terms, words)
    made.facets = facets.of_scenario(scenario)
    made.numbers = facets.numbers(
        scenario.changed_at,
        money=scenario.budget,
        published=scenario.published_on,
        until=scenario.valid_until,
    )
    made.latitude, made.longitude = facets.centre(scenario.district, scenario.city)
    return made


def of_capability(each: Capability, words: Lexicon) -> SearchDocument:
    """Found by title, organisation, description, cases and wishes."""
    made = begun(_KIND.CAPABILITY, each.pk, audience.of_capability(each), each.changed_at)
    owner = each.organisation
    made.city_id = each.city_id
    made.title, made.owner_name = each.title, owner.name
    made.body = f"{each.description}\n{each.applies_to}\n{each.cases}\n{each.seeking}"
    made.names = [owner.name]
    weigh(made, each.title_en, _terms(each.field, each.chain), words)
    made.facets = facets.of_capability(each)
    made.numbers = facets.numbers(each.changed_at)
    if owner.in_city:
        made.latitude, made.longitude = facets.centre(owner.district, each.city)
    return made


def of_organisation(each: Organisation, words: Lexicon) -> SearchDocument:
    """Found by its names, aliases, pinyin and legal number."""
    tokens = audience.of_organisation(each)
    made = begun(_KIND.ORGANISATION, each.pk, tokens, each.updated_at)
    made.city_id = each.city_id
    made.title, made.body = each.name, each.introduction
    made.names = [each.name, *each.aliases]
    weigh(made, each.name_en, each.uscc, words)
    made.facets = facets.of_organisation(each)
    made.numbers = facets.numbers(each.updated_at)
    if each.in_city:
        made.latitude, made.longitude = facets.centre(each.district, each.city)
    return made


def of_list(each: Release, words: Lexicon) -> SearchDocument:
    """Found by title, number and issuer."""
    changed = each.released_at or timezone.now()
    made = begun(_KIND.LIST, each.pk, audience.of_list(each), changed)
    made.city_id = each.city_id
    made.title, made.owner_name, made.body = each.title, each.issuer, each.introduction
    made.names = [each.issuer] if each.issuer else []
    weigh(made, f"{each.title_en} {each.number}", "", words)
    made.facets = facets.of_list(each)
    made.numbers = facets.numbers(changed, published=each.released_on)
    made.latitude, made.longitude = facets.centre(each.city)
    return made


def of_lab(each: Lab, words: Lexicon) -> SearchDocument:
    """Found by name, builder, numbers of its labels, direction, needs and its field."""
    labels = list(each.labels.all())
    changed = max([each.created_at, *(one.ended_at or one.made_at for one in labels)])
    made = begun(_KIND.LAB, each.pk, audience.of_lab(each), changed)
    made.city_id = each.city_id
    made.title, made.owner_name = each.name, each.builder_name
    made.body = "\n".join(part for part in (each.direction, each.needs) if part)
    made.names = [each.builder_name] if each.builder_name else []
    numbers = " ".join(one.number for one in labels)
    weigh(made, f"{each.name_en} {numbers}", _terms(each.field), words)
    made.facets = facets.of_lab(each)
    made.numbers = facets.numbers(changed, published=labels[0].since if labels else None)
    made.latitude, made.longitude = facets.centre(each.district, each.city)
    return made
