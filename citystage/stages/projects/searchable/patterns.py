"""A pattern 示范模式 in the search: whoever plans something like it finds what can be copied."""

from collections.abc import Iterable
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.words import Lexicon
from citystage.stages.catalogue import audience
from citystage.stages.catalogue.bands import band_of
from citystage.stages.catalogue.indexing import documents, facets, filling
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.projects.models import Pattern
from citystage.stages.projects.searchable import reading
from citystage.stages.projects.states.patterns import PatternState

KIND: Final = "pattern"
_ALONG: Final = (
    *("city", "owner_unit", "scenario__field", "project__chain"),
    *("project__district", "project__department", "project__supplier"),
)
_WORDS: Final = {
    PatternState.DRAFT: _("pattern in draft"),
    PatternState.PROPOSED: _("pattern that waits for the city's yes"),
    PatternState.PUBLISHED: _("published pattern"),
    PatternState.WITHDRAWN: _("withdrawn pattern"),
}
TYPES: Final = tuple((f"pattern_{state.value}", label) for state, label in _WORDS.items())


def found_by(pattern: Pattern) -> list[str]:
    """Everybody once it was published, also when it was withdrawn since; else owner and offices."""
    if pattern.published_at is not None:
        return [audience.PUBLIC]
    project = pattern.project
    offices = reading.of_offices((pattern.city, project.district, project.department))
    return list(dict.fromkeys([*reading.of_sides(pattern.owner_unit_id), *offices]))


def fill_patterns(patterns: Iterable[Pattern]) -> None:
    """(Re)write the documents of ``patterns``; one query, one for the vocabulary."""
    words = filling.lexicon()
    wanted = Pattern.objects.filter(pk__in=[pattern.pk for pattern in patterns])
    filling.write([document(pattern, words) for pattern in wanted.select_related(*_ALONG)])


def document(pattern: Pattern, words: Lexicon) -> SearchDocument:
    """Found by what its page says: conditions, result, pitfalls, both sides, scenario, place."""
    changed = max(filter(None, (pattern.made_at, pattern.published_at, pattern.ended_at)))
    made = documents.begun(KIND, pattern.pk, found_by(pattern), changed)
    project, scenario = pattern.project, pattern.scenario
    supplier = project.supplier.name if project.supplier else project.supplier_name
    made.city_id = pattern.city_id
    made.title, made.owner_name = pattern.title, pattern.owner_unit.name
    told = (pattern.result, pattern.conditions, pattern.pitfalls, pattern.reason)
    made.body = "\n".join(part for part in told if part)
    district = project.district.name if project.district else ""
    made.names = reading.named(pattern.owner_unit.name, supplier, district)
    said = f"{scenario.title} {scenario.title_en} {pattern.cost_text}"
    documents.weigh(made, scenario.number, said, words)
    made.facets = _facets(pattern)
    published = timezone.localdate(pattern.published_at) if pattern.published_at else None
    made.numbers = facets.numbers(changed, money=pattern.cost, published=published)
    made.latitude, made.longitude = facets.centre(project.district, pattern.city)
    return made


def _facets(pattern: Pattern) -> facets.Facets:
    project, scenario = pattern.project, pattern.scenario
    year = timezone.localdate(pattern.published_at or pattern.made_at).year
    found = facets.kept(
        type=f"pattern_{pattern.state}",
        city=pattern.city.code,
        district=project.district.code if project.district else "",
        field=scenario.field.code if scenario.field else "",
        chain=project.chain.code if project.chain else "",
        money=band_of(pattern.cost) if pattern.cost is not None else "",
        year=str(year),
    )
    sides = dict.fromkeys(str(pk) for pk in (scenario.owner_id, project.supplier_id) if pk)
    return found | {"owner": list(sides)}
