"""What ranking rests on in one city: its settings, how telling words are, and the version of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.records import Settings
from citystage.engines.matching.settings import load
from citystage.engines.matching.terms import Synonyms
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import PackSetting, Unit, setting
from citystage.kernel.remembering import spell
from citystage.stages.catalogue.models import SearchDocument

# Raised with every change of the engine that may change a ranking.
ENGINE = "3"
# So many of the newest records on each side tell how telling a word is.
_LEARNED_FROM = 2000
_KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True, eq=False)
class CityKnowledge:
    """Everything a ranking in one city takes besides the records."""

    settings: Settings
    synonyms: Synonyms
    rarity: Rarity
    # The pack's setting as it was loaded: names and reasons of the parts, for the page.
    pack: dict[str, Any]
    # The version of that setting; 0 without one.
    version: int

    def worded(self, model: str) -> str:
        """The version in short, as history keeps it."""
        return f"settings {self.version} · engine {ENGINE} · {model or 'words'}"


def knowledge_of(city: Unit | None) -> CityKnowledge:
    """The knowledge of ``city``; its setting is asked for each time, the rest is kept a while."""
    found = setting(city, "matching") if city else None
    now = spell(_KEPT_SECONDS)
    if found is None:
        return _knowledge(0, 0, now)
    return _knowledge(found.pk, found.version, now)


def forget() -> None:
    """Read everything anew (after a database was replaced under a running process)."""
    _knowledge.cache_clear()


@lru_cache(maxsize=16)
def _knowledge(setting_pk: int, version: int, _spell: int) -> CityKnowledge:
    pack = PackSetting.objects.get(pk=setting_pk).value if setting_pk else {}
    loaded = load(pack)
    # The words of the vocabularies count for the batch as they do for a page.
    known = replace(loaded, synonyms=dict(_taxonomy()) | dict(loaded.synonyms))
    synonyms = Synonyms(known.synonyms)
    return CityKnowledge(
        settings=known,
        synonyms=synonyms,
        rarity=Rarity.of(_corpus(), synonyms),
        pack=pack,
        version=version,
    )


def _taxonomy() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, english, others in Term.objects.values_list("name", "name_en", "synonyms"):
        if more := tuple(word for word in (english, *others) if word):
            yield name, more


def _corpus() -> Iterator[str]:
    """The newest public texts of both sides."""
    for kind in (SearchDocument.Kind.SCENARIO, SearchDocument.Kind.CAPABILITY):
        found = SearchDocument.objects.filter(kind=kind, public=True).order_by("-pk")
        for title, body in found.values_list("title", "body")[:_LEARNED_FROM]:
            yield f"{title}。{body}"
