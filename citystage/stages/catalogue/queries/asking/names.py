"""The names a question may use: fields of the language, and the words behind each facet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Mode, Scheme, Side, Term, Tier
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.indexing import kinds
from citystage.stages.catalogue.models import Lab, Release, SearchDocument
from citystage.stages.catalogue.queries.fresh import for_a_while
from citystage.stages.catalogue.states import ScenarioState


@dataclass(frozen=True, slots=True)
class InBoth:
    """A name kept in both languages, said in the reader's."""

    chinese: str
    english: str

    def __str__(self) -> str:
        return in_readers_language(self.chinese, self.english)


type Said = str | Promise | InBoth

# Canonical name of a field → the names people may write, Chinese first, then English. The first of
# each language is the one the page writes itself.
_FIELDS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "field": (("领域", "行业"), ("field",)),
    "chain": (("产业链", "链"), ("chain",)),
    "district": (("区", "区市", "地区"), ("district",)),
    "city": (("城市", "市"), ("city",)),
    "tier": (("层级", "级别"), ("tier",)),
    "side": (("主体", "哪侧"), ("side",)),
    "mode": (("方式", "合作方式"), ("mode",)),
    "status": (("状态",), ("status", "state")),
    "year": (("年份", "年"), ("year",)),
    "owner": (("单位", "业主", "企业"), ("owner", "by")),
    "kind": (("类型", "类别"), ("kind", "type")),
    "money": (("金额", "预算", "资金"), ("money", "budget")),
    "day": (("日期", "发布"), ("date", "published")),
    "until": (("截止", "截至"), ("until", "deadline")),
    "near": (("附近", "临近"), ("near",)),
}
FIELDS: Final[Mapping[str, str]] = {
    name: canonical
    for canonical, (chinese, english) in _FIELDS.items()
    for name in (*chinese, *english)
}
LABELS: Final[Mapping[str, Said]] = {
    "field": _("Field"),
    "chain": _("Industry chain"),
    "district": _("District"),
    "city": _("City"),
    "tier": _("Tier"),
    "side": _("Side"),
    "mode": _("Way of working together"),
    "status": _("Status"),
    "year": _("Year"),
    "owner": _("Organisation"),
    "kind": _("Kind"),
    "type": _("Sort of record"),
    "money": _("Money"),
    "day": _("Published"),
    "until": _("Open until"),
    "near": _("Near"),
    "seeking": _("Wish"),
    "grain": _("What it is"),
}


def written(canonical: str) -> str:
    """A field's name as the reader would write it into a question."""
    chinese, english = _FIELDS[canonical]
    return in_readers_language(chinese[0], english[0])


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its words; ``names`` are folded. ``centre`` for places."""

    code: str
    label: Said
    names: tuple[str, ...]
    centre: tuple[float, float] | None = None


def fitting(known: Iterable[Named], value: str) -> list[Named]:
    """Those called so; else those whose name holds the value, which is folded."""
    found = list(known)
    exact = [one for one in found if value == one.code or value in one.names]
    return exact or [one for one in found if any(value in name for name in one.names)]


_CHOICES: Final[Mapping[str, Iterable[tuple[str, Said]]]] = {
    "tier": Tier.choices,
    "side": Side.choices,
    "mode": Mode.choices,
    "status": ScenarioState.choices,
    "kind": SearchDocument.Kind.choices,
    "type": (
        *Organisation.Kind.choices,
        *Release.Kind.choices,
        *((f"as_{code}", label) for code, label in Lab.Kind.choices),
    ),
}
_SCHEMES: Final = {"field": Scheme.FIELD, "chain": Scheme.CHAIN}
_UNITS: Final = {"district": Unit.Kind.DISTRICT, "city": Unit.Kind.CITY}


def known(name: str) -> tuple[Named, ...]:
    """What a facet may be called; nothing for one whose values are free."""
    if name in _CHOICES:
        return _choices(name)
    if name in _SCHEMES or name in _UNITS:
        return _vocabulary()[name]
    if name == "near":
        found = _vocabulary()
        return tuple(one for one in (*found["district"], *found["city"]) if one.centre)
    return ()


@cache
def _choices(name: str) -> tuple[Named, ...]:
    return tuple(
        Named(value, label, tuple(dict.fromkeys(_in_both(label))))
        for value, label in (*_CHOICES[name], *_of_later_stages(name))
    )


def _of_later_stages(name: str) -> Iterator[tuple[str, Said]]:
    for one in kinds.registered():
        if name == "kind":
            yield one.code, one.label
        elif name == "type":
            yield from one.types


def _in_both(label: Said) -> Iterator[str]:
    for language in ("zh-hans", "en"):
        with override(language):
            yield fold(str(label))


@for_a_while
def _vocabulary() -> dict[str, tuple[Named, ...]]:
    """Terms and places, read once in a few seconds; two queries."""
    found: dict[str, list[Named]] = {name: [] for name in (*_SCHEMES, *_UNITS)}
    for term in Term.objects.filter(scheme__in=list(_SCHEMES.values())):
        words = (term.name, term.name_en, *term.synonyms)
        _keep(found[term.scheme], term.code, term, words)
    for unit in Unit.objects.filter(kind__in=list(_UNITS.values())):
        name = next(name for name, kind in _UNITS.items() if kind == unit.kind)
        _keep(found[name], unit.code, unit, (unit.name, unit.short_name, unit.name_en))
    return {name: tuple(rows) for name, rows in found.items()}


def _keep(rows: list[Named], code: str, thing: Term | Unit, words: Iterable[str]) -> None:
    names = tuple(dict.fromkeys(fold(word) for word in words if word))
    centre = thing.facts.get("centre")
    rows.append(
        Named(
            code,
            InBoth(thing.name, thing.name_en),
            names,
            (float(centre[0]), float(centre[1])) if centre else None,
        )
    )
