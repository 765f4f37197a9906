"""What a call is set to, as an officer or a pack writes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.models import Call, FormVersion

MOST_PLACES: Final = 500
_KINDS: Final = frozenset({*Unit.Kind.values, *Organisation.Kind.values})


class BadSettings(Refusal):
    """The settings contradict themselves; ``errors`` words it by setting."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSettings:
    """Everything about a call but its state. ``places`` maps a unit's id to its places."""

    code: str
    title: str
    form: FormVersion
    opens_at: datetime
    kind: str = Call.Kind.SCENARIO
    title_en: str = ""
    introduction: str = ""
    introduction_en: str = ""
    closes_at: datetime | None = None
    recommend_until: datetime | None = None
    needs_recommendation: bool = True
    default_places: int = 5
    places: Mapping[int, int] = field(default_factory=dict)
    eligible_kinds: Sequence[str] = ()
    opinion_order: str = Call.OpinionOrder.SIDE_BY_SIDE
    opinion_days: int = 5
    release_score: int = 0
    way: str = Call.Way.POLISHING
    sealed: bool = False

    def values(self) -> dict[str, object]:
        """The settings that are columns of the call and may change."""
        return {
            "title": self.title,
            "title_en": self.title_en,
            "kind": self.kind,
            "introduction": self.introduction,
            "introduction_en": self.introduction_en,
            "form": self.form,
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "recommend_until": self.recommend_until,
            "needs_recommendation": self.needs_recommendation,
            "default_places": self.default_places,
            "eligible_kinds": sorted(set(self.eligible_kinds)),
            "opinion_order": self.opinion_order,
            "opinion_days": self.opinion_days,
            "release_score": self.release_score,
            "way": self.way,
            "sealed": self.sealed,
        }

    def check(self, city: Unit) -> None:
        """Raise ``BadSettings`` unless the settings hold together."""
        if errors := dict(self._problems(city)):
            raise BadSettings(errors)

    def _problems(self, city: Unit) -> Iterator[tuple[str, str]]:
        if not self.title.strip():
            yield "title", _("A call needs a title.")
        if self.form.city_id != city.pk:
            yield "form", _("The form belongs to another city.")
        if self.closes_at and self.closes_at <= self.opens_at:
            yield "closes_at", _("A call must close after it opens.")
        if self.recommend_until and self.recommend_until <= self.opens_at:
            yield "recommend_until", _("Recommendations must end after the call opens.")
        elif self.recommend_until and self.closes_at and self.recommend_until < self.closes_at:
            yield "recommend_until", _("Recommendations cannot end before the call closes.")
        if self.sealed and self.closes_at is None:
            yield "sealed", _("A sealed call needs a closing time.")
        if any(not 0 <= n <= MOST_PLACES for n in (*self.places.values(), self.default_places)):
            yield "places", _("Places run from 0 to %d.") % MOST_PLACES
        if not set(self.eligible_kinds) <= _KINDS:
            yield "eligible_kinds", _("Some of these kinds are not known.")
