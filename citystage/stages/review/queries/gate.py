"""The quality gate of a city, in its pack's words: what is clear, vague or missing, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from citystage.engines.quality.gate import Finding, PartResult, Shortfall, State, assess
from citystage.engines.quality.rules import Rules, rules_from
from citystage.foundation.tenancy.models import PackSetting, Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.kernel.texts import said
from citystage.stages.intake.models import Application

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ask:
    """A vague word, and what to say instead of it."""

    word: str
    ask: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the checklist in the reader's language."""

    code: str
    name: str
    state: State
    points: int
    weight: int
    why: str
    missing: str
    example: str
    # What a check found lacking, in words; the required ones first.
    lacks: tuple[str, ...]
    asks: tuple[Ask, ...]
    # The keys of the answers it is read from, for a link to the field.
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate says of one text: a score by part, never a black box."""

    score: int
    ready: bool
    weak: bool
    parts: tuple[PartShown, ...]
    # Where vague words stand, by the key of the answer.
    vague: Mapping[str, list[Span]]

    @property
    def open_parts(self) -> int:
        """How many parts are not done."""
        return sum(part.state is not State.DONE for part in self.parts)


def gate(application: Application) -> Gate | None:
    """The gate of a stored application; nothing when its city has no quality rules."""
    return gate_of_answers(application.city, application.answers)


def gate_of_answers(city: Unit, answers: Mapping[str, object]) -> Gate | None:
    """The gate of answers that need not be saved; nothing when the city has no rules."""
    found = setting_of(city.pk, "quality")
    if found is None:
        return None
    result = assess(answers, _rules(found))
    words = {part["code"]: part for part in found.value["parts"]}
    asks = _asks(found.value.get("gate") or {})
    marks: dict[str, list[Span]] = {}
    for part in result.parts:
        for span in part.vague:
            places = marks.setdefault(span.field, [])
            if (span.start, span.end) not in places:
                places.append((span.start, span.end))
    return Gate(
        score=result.score,
        ready=result.ready,
        weak=result.weak,
        parts=tuple(_shown(part, words[part.code], asks) for part in result.parts),
        vague=marks,
    )


def score(application: Application) -> int:
    """The score alone, for the column queues are sorted by; 0 without rules."""
    found = setting_of(application.city_id, "quality")
    return assess(application.answers, _rules(found)).score if found else 0


def scores(applications: Iterable[Application]) -> dict[int, int]:
    """The scores of many applications by their id; one query for each city that has rules."""
    rows = list(applications)
    cities = {row.city_id: row.city for row in rows}
    rules = {pk: _rules(found) for pk in cities if (found := setting_of(pk, "quality"))}
    return {
        row.pk: assess(row.answers, rules[row.city_id]).score
        for row in rows
        if row.city_id in rules
    }


def _rules(found: PackSetting) -> Rules:
    # A version of a setting never changes, so its compiled rules may be kept.
    return _compiled(found.pk, found.loaded_at.isoformat())


@lru_cache(maxsize=64)
def _compiled(setting_id: int, _loaded: str) -> Rules:
    return rules_from(PackSetting.objects.get(pk=setting_id).value)


def _shown(result: PartResult, words: Mapping[str, Any], asks: Mapping[str, str]) -> PartShown:
    own = {**asks, **_asks(words)}
    found = list(dict.fromkeys(span.word for span in result.vague))
    ordered = sorted(result.findings, key=lambda finding: not finding.required)
    patterns = {p["code"]: said(p.get("name")) for p in words.get("patterns", ())}
    lacks = [_lack(finding, patterns) for finding in ordered]
    return PartShown(
        code=result.code,
        name=said(words.get("name")) or result.code,
        state=result.state,
        points=int(result.points),
        weight=result.weight,
        why=said(words.get("why")),
        missing=said(words.get("missing")),
        example=said(words.get("example")),
        lacks=tuple(filter(None, lacks)),
        asks=tuple(Ask(word, own.get(word, "")) for word in found),
        reads=tuple(words.get("reads", ())),
    )


def _asks(table: Mapping[str, Any]) -> dict[str, str]:
    return {one["word"]: said(one.get("ask")) for one in table.get("vague", ())}


def _lack(finding: Finding, patterns: Mapping[str, str]) -> str:
    params = finding.params
    if finding.shortfall is Shortfall.TOO_SHORT:
        return _("%(length)s characters so far; %(least)s are the least that can tell it.") % {
            "length": params["length"],
            "least": params["min_length"],
        }
    if finding.shortfall is Shortfall.PATTERN:
        code = str(params["pattern"])
        return _("Not found in the text: %s.") % patterns.get(code, code)
    if finding.shortfall is Shortfall.MENTION:
        return _("Mention one of: %s.") % _("; ").join(map(str, params["words"]))
    plain = {
        Shortfall.NUMBER_WITH_UNIT: _("No number with a unit was found."),
        Shortfall.DATE: _("No date was found."),
        Shortfall.MONEY: _("No amount of money was found."),
    }
    return plain.get(finding.shortfall, "")
