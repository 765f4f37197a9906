"""Shared steps of writing plans: what is typed, and what is held while one writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.figure_settings import terms_of
from citystage.stages.evaluation.models import Plan, Target

LONGEST_REASON: Final = 2_000


class PlanChangedMeanwhile(Refusal):
    """Somebody else wrote in between."""


class NotAPlan(Refusal):
    """What was typed does not hold together."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords:
    """A plan as it is typed."""

    name: str
    name_en: str = ""
    note: str = ""
    note_en: str = ""
    from_year: int
    until_year: int | None = None
    public: bool = True

    def check(self) -> None:
        """Raise ``NotAPlan`` when it has no name or runs backwards."""
        if not self.name.strip():
            raise NotAPlan(_("Give the plan a name."))
        if self.until_year is not None and self.until_year < self.from_year:
            raise NotAPlan(_("The last year lies before the first one."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a target asks for, as it is typed: the figure, and steps on the way by year."""

    at_least: Decimal
    milestones: Mapping[int, Decimal] = field(default_factory=dict)
    in_force_on: date
    # Where it begins: the figure at the end of a year.
    baseline: Decimal | None = None
    baseline_year: int | None = None

    def check(self, plan: Plan, *, indicator: str, period: str) -> None:
        """Raise ``NotAPlan`` for steps outside the plan, falling, or above the target."""
        if self.at_least <= 0:
            raise NotAPlan(_("A target asks for more than nothing."))
        self._check_baseline(plan, indicator=indicator, period=period)
        before = self.baseline or Decimal(0)
        for year, worth in sorted(self.milestones.items()):
            if not plan.covers(year):
                raise NotAPlan(_("%(year)d lies outside the plan.") % {"year": year})
            if not before <= worth <= self.at_least:
                raise NotAPlan(_("The steps rise from year to year, up to the target."))
            before = worth

    def _check_baseline(self, plan: Plan, *, indicator: str, period: str) -> None:
        """What a count goes on from lies right before it; a count by year begins at nothing."""
        base, year = self.baseline, self.baseline_year
        if base is None and year is None:
            return
        if base is None or year is None:
            raise NotAPlan(_("A baseline has a figure and a year."))
        if not 0 <= base < self.at_least:
            raise NotAPlan(_("The baseline lies below the target."))
        if year >= plan.from_year:
            raise NotAPlan(_("The baseline is of a year before the plan."))
        if not counts_up(plan.city_id, indicator):
            return
        if period == Target.Period.YEAR:
            raise NotAPlan(_("A count by year begins at nothing every year; it has no baseline."))
        if year != plan.from_year - 1:
            raise NotAPlan(_("A count goes on from the end of the year before the plan."))

    @property
    def kept(self) -> dict[str, str]:
        """The steps as a revision keeps them."""
        return {str(year): plain(worth) for year, worth in sorted(self.milestones.items())}


def counts_up(city_id: int, indicator: str) -> bool:
    """Whether a figure counts or sums what happens in its period; others are levels."""
    found = terms_of(city_id).find(indicator) if indicator else None
    return found is not None and found.adds


def plain(worth: Decimal) -> str:
    """A figure without idle zeros: 100, 6.5."""
    text = f"{worth:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def lock_plan(pk: int) -> Plan:
    """The plan, held until the transaction ends: acts on one plan come one after another."""
    return Plan.objects.select_for_update(of=("self",)).select_related("city").get(pk=pk)


def lock_target(target: Target) -> Target:
    """The target with its plan held."""
    plan = lock_plan(target.plan_id)
    locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    locked.plan = plan
    return locked


def reasoned(reason: str) -> str:
    """A reason as it is kept. Raises ``NotAPlan`` when there is none."""
    text = reason.strip()
    if not text:
        raise NotAPlan(_("Give the reason; it stays beside the old target."))
    return text[:LONGEST_REASON]
