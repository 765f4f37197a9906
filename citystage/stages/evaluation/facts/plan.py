"""What plans tell."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWritten(Fact):
    """A plan is entered."""

    verb = "evaluation.plan.written"
    label = _("plan entered")

    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Fact):
    """A plan was put right; ``fields`` names what, with old and new."""

    verb = "evaluation.plan.changed"
    label = _("plan changed")

    plan_id: int
    fields: dict[str, list[str]]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet(Fact):
    """A plan promises a figure."""

    verb = "evaluation.target.set"
    label = _("target set")

    target_id: int
    plan_id: int
    at_least: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRevised(Fact):
    """A target asks for something else from a day on, with why."""

    verb = "evaluation.target.revised"
    label = _("target revised")

    target_id: int
    plan_id: int
    before: str
    at_least: str
    in_force_on: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCorrected(Fact):
    """The words of a target were put right; ``fields`` names which, with old and new."""

    verb = "evaluation.target.corrected"
    label = _("words of a target corrected")

    target_id: int
    plan_id: int
    fields: dict[str, list[str]]
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingEntered(Fact):
    """A figure that a source states was entered by hand; ``corrects`` names the one before."""

    verb = "evaluation.reported.entered"
    label = _("reported reading entered")

    reported_id: int
    value: str
    reason: str
    corrects: int | None = None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDropped(Fact):
    """A target does not count any more, with why."""

    verb = "evaluation.target.dropped"
    label = _("target dropped")

    target_id: int
    plan_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class WallArranged(Fact):
    """A person chose the parts of the steering view."""

    verb = "evaluation.wall.arranged"
    label = _("steering view arranged")

    parts: list[str]
