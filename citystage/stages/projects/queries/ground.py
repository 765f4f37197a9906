"""What everybody may know of a scenario on the ground: projects that landed, trials that run."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Expression,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.models import Scenario
from citystage.stages.projects.models import Project
from citystage.stages.projects.states.patterns import PatternState
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import TrialState

_COLUMNS: Final = (
    "what",
    "key",
    "called",
    "stands",
    "who",
    "who_en",
    "part",
    "part_en",
    "where",
    "at",
    "over",
    "copied_from",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A trial or a landed project as the public reads it; of a trial ``pattern`` is nothing."""

    pk: int
    title: str
    state: str
    supplier: str
    district: str
    place: str
    at: datetime | None
    over: bool
    pattern: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands on the ground, the newest first."""

    landed: list[Place] = field(default_factory=list)
    trials: list[Place] = field(default_factory=list)


def of_scenario(scenario: Scenario) -> Ground:
    """Both in one query: the page of a scenario asks it of every scenario."""
    # Without the order of projects, which the columns here do not have.
    found = _landed(scenario).union(_trials(scenario), all=True).order_by()
    known = Ground()
    for what, *rest in sorted(found, key=_moment, reverse=True):
        (known.landed if what == "landed" else known.trials).append(_place(rest))
    return known


def _moment(row: tuple[Any, ...]) -> tuple[float, int]:
    at: datetime | None = row[_COLUMNS.index("at")]
    return at.timestamp() if at else 0.0, row[_COLUMNS.index("key")]


def _place(row: list[Any]) -> Place:
    key, called, stands, who, who_en, part, part_en, where, at, over, pattern = row
    return Place(
        pk=key,
        title=called,
        state=str(TrialState(stands).label) if stands else "",
        supplier=in_readers_language(who, who_en),
        district=in_readers_language(part, part_en),
        place=where,
        at=at,
        over=over,
        pattern=pattern,
    )


def _landed(scenario: Scenario) -> QuerySet[Any, Any]:
    """Title, district and day; the supplier only where a published pattern names it."""
    published = Q(pattern__published_at__isnull=False, pattern__state=PatternState.PUBLISHED)
    named = {
        "what": _text("landed"),
        "key": F("pk"),
        "called": F("title"),
        "stands": _text(""),
        "who": _where(published, "supplier__name", "supplier_name"),
        "who_en": _where(published, "supplier__name_en"),
        "part": _known("district__name"),
        "part_en": _known("district__name_en"),
        "where": _text(""),
        "at": F("landed_at"),
        "over": Value(value=True, output_field=BooleanField()),
        "copied_from": Case(
            When(published, then=F("pattern__pk")),
            default=Value(0),
            output_field=BigIntegerField(),
        ),
    }
    rows = Project.objects.shown().filter(scenario=scenario)
    return rows.order_by().annotate(**named).values_list(*_COLUMNS)


def _trials(scenario: Scenario) -> QuerySet[Any, Any]:
    """Those that both sides allow to be public."""
    named = {
        "what": _text("trial"),
        "key": F("pk"),
        "called": F("title"),
        "stands": F("state"),
        "who": F("supplier__name"),
        "who_en": F("supplier__name_en"),
        "part": _known("district__name"),
        "part_en": _known("district__name_en"),
        "where": F("place"),
        "at": F("signed_at"),
        "over": ExpressionWrapper(Q(ended_at__isnull=False), output_field=BooleanField()),
        "copied_from": Value(0, BigIntegerField()),
    }
    rows = Trial.objects.shown().filter(scenario=scenario)
    return rows.order_by().annotate(**named).values_list(*_COLUMNS)


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def _known(name: str) -> Expression:
    return Coalesce(F(name), _text(""), output_field=CharField())


def _where(condition: Q, *names: str) -> Expression:
    known = Coalesce(*(F(name) for name in names), _text(""), output_field=CharField())
    return Case(When(condition, then=known), default=_text(""), output_field=CharField())
