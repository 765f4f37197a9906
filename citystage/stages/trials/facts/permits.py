"""How a trial climbs its ladder, and falls."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact
from citystage.stages.trials.facts.agreements import AboutTrial


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepAgreed(Fact):
    """A body named by the ladder agreed to a step."""

    verb = "trials.step.agreed"
    label = _("agreed to the next step")

    trial_id: int
    step: int
    unit_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepAgreementTakenBack(Fact):
    """A body no longer agrees."""

    verb = "trials.step.agreement_taken_back"
    label = _("agreement to the next step taken back")

    trial_id: int
    step: int
    unit_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUnlocked(AboutTrial):
    """Evidence and agreement met the rule."""

    verb = "trials.step.unlocked"
    label = _("next step unlocked")

    step: int
    code: str
    evidence: dict[str, str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReported(Fact):
    """Something went wrong."""

    verb = "trials.incident.reported"
    label = _("incident reported")

    trial_id: int
    incident_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentJudged(Fact):
    """An office judged an incident."""

    verb = "trials.incident.judged"
    label = _("incident judged")

    trial_id: int
    incident_id: int
    judgement: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSuspended(AboutTrial):
    """The trial stands still, on this or an earlier step."""

    verb = "trials.trial.suspended"
    label = _("trial suspended")

    incident_id: int
    from_step: int
    step: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResumed(Fact):
    """The trial goes on."""

    verb = "trials.trial.resumed"
    label = _("trial resumed")

    trial_id: int
    step: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDoubted(Fact):
    """Evidence that unlocked a step changed, and no longer meets its rule."""

    verb = "trials.step.doubted"
    label = _("evidence of a step no longer meets the rule")

    trial_id: int
    step: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepConfirmed(Fact):
    """The evidence of a doubted step meets its rule again."""

    verb = "trials.step.confirmed"
    label = _("evidence of a step meets the rule again")

    trial_id: int
    step: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpheld(Fact):
    """An office judged a doubted step: it stands."""

    verb = "trials.step.upheld"
    label = _("step judged again and kept")

    trial_id: int
    step: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class StepLost(AboutTrial):
    """A doubted step was taken back; the trial stands on the one below."""

    verb = "trials.step.lost"
    label = _("step taken back")

    from_step: int
    step: int
    reason: str
