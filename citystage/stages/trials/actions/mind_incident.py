"""An incident is reported and stops the trial at once; it is judged; the trial goes on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import climbing, doubting, parties
from citystage.stages.trials.facts.permits import (
    IncidentJudged,
    IncidentReported,
    TrialResumed,
    TrialSuspended,
)
from citystage.stages.trials.models import Incident, Tolerance, Trial
from citystage.stages.trials.rules import permits as rules
from citystage.stages.trials.rules import tolerances as offices
from citystage.stages.trials.states.trials import RESUME, SUSPEND, Judgement


class BadIncident(Refusal):
    """Its moment or its step cannot be."""

    status = 422


class NotTolerated(Refusal):
    """No tolerance of this trial held at that time."""

    status = 422


class JudgedAlready(Refusal):
    """Somebody judged it meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What went wrong. ``back_to`` is the step the trial falls to; None: it is only noted."""

    what: str
    at: datetime
    place: str = ""
    back_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How it is judged, why, by which tolerance, and what follows."""

    judgement: Judgement
    reasons: str
    tolerance: Tolerance | None = None
    consequence: str = ""


@transaction.atomic(durable=True)
def report_incident(trial: Trial, *, happened: Happened, stamp: Stamp) -> Incident:
    """Keep it; with ``back_to`` the trial stands still at once, on that step or an earlier one."""
    trial = parties.lock_trial(trial)
    rules.may_report_incident(stamp.actor, trial).enforce(WrongState)
    what = parties.needed(happened.what)
    if happened.at > stamp.at:
        raise BadIncident(_("The moment lies ahead."))
    if happened.at < parties.first_moment(trial):
        raise BadIncident(_("The moment lies before the trial begins."))
    back = happened.back_to
    if back is not None:
        # An incident may have come in between: the trial stands lower than the page showed.
        back = max(0, min(back, trial.step))
    made = Incident.objects.create(
        trial=trial,
        happened_at=happened.at,
        what=what,
        place=happened.place.strip()[:300],
        reported_by_id=stamp.actor.user_id,
        reported_for=stamp.actor.unit,
        reported_at=stamp.at,
        step_before=trial.step,
        step_after=trial.step if back is None else back,
        suspended=back is not None,
    )
    told = IncidentReported(trial_id=trial.pk, incident_id=made.pk, reason=what[:500])
    journal.record(told, subject=trial, stamp=stamp)
    if back is None:
        words = gettext_noop("An incident of “%(title)s” was reported: %(reason)s")
        parties.say(trial, parties.ALL, words, stamp, group=Group.TASK, reason=what[:300])
        return made
    _suspend(trial, made, back, stamp)
    return made


def _suspend(trial: Trial, incident: Incident, back: int, stamp: Stamp) -> None:
    before = trial.step
    trial.step, trial.step_since = back, stamp.at
    trial.suspended_at = trial.changed_at = stamp.at
    trial.save()
    climbing.let_fall(trial, incident.what, stamp)
    doubting.let_fall(trial, incident.what, stamp)
    told = TrialSuspended(
        **parties.about(trial, stamp),
        incident_id=incident.pk,
        from_step=before,
        step=back,
        reason=incident.what[:500],
    )
    advance(trial, SUSPEND, fact=told, stamp=stamp)
    climbing.weigh(trial)
    words = gettext_noop("“%(title)s” is suspended after an incident: %(reason)s")
    reason = incident.what[:300]
    parties.say(trial, parties.ALL, words, stamp, group=Group.TASK, reason=reason)


@transaction.atomic(durable=True)
def resume_trial(trial: Trial, *, reason: str, stamp: Stamp) -> Trial:
    """The trial goes on, on the step it fell to; evidence counts anew from now."""
    trial = parties.lock_trial(trial)
    rules.may_resume(stamp.actor, trial).enforce(WrongState)
    said = parties.needed(reason)
    trial.step_since = climbing.counted_until(trial, stamp)
    trial.changed_at, trial.suspended_at = stamp.at, None
    trial.save()
    told = TrialResumed(trial_id=trial.pk, step=trial.step, reason=said)
    advance(trial, RESUME, fact=told, stamp=stamp)
    climbing.weigh(trial)
    words = gettext_noop("“%(title)s” goes on: %(reason)s")
    parties.say(trial, parties.ALL, words, stamp, reason=said)
    return trial


@transaction.atomic(durable=True)
def judge_incident(incident: Incident, *, verdict: Verdict, stamp: Stamp) -> Incident:
    """Within tolerance, outside it, or nobody at fault; with reasons, and what follows."""
    trial = parties.lock_trial(incident.trial)
    offices.may_judge(stamp.actor, trial).enforce()
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if held.judgement:
        raise JudgedAlready(_("This incident was judged already."))
    held.judgement, held.reasons = verdict.judgement, parties.needed(verdict.reasons)
    held.tolerance = _holding(trial, held, verdict)
    held.consequence = verdict.consequence.strip()
    held.judged_by_id, held.judged_for, held.judged_at = (
        stamp.actor.user_id,
        stamp.actor.unit,
        stamp.at,
    )
    held.save()
    doubting.look_again(trial, [held.happened_at], reason=held.reasons[:500], stamp=stamp)
    climbing.weigh(trial)
    told = IncidentJudged(
        trial_id=trial.pk,
        incident_id=held.pk,
        judgement=held.judgement,
        reason=held.reasons[:500],
    )
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("The incident of “%(title)s” was judged: %(reason)s")
    parties.say(trial, parties.ALL, words, stamp, reason=held.reasons[:300])
    return held


def _holding(trial: Trial, incident: Incident, verdict: Verdict) -> Tolerance | None:
    """The tolerance by which it is inside; raises ``NotTolerated`` when none held that day."""
    if verdict.judgement != Judgement.INSIDE:
        return None
    held = Tolerance.objects.filter(trial=trial).standing_at(incident.happened_at)
    chosen = held.filter(pk=verdict.tolerance.pk).first() if verdict.tolerance else None
    if chosen is None:
        raise NotTolerated(
            _("Name the tolerance that held at that time; without one nothing was tolerated.")
        )
    return chosen
