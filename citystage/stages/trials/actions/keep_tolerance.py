"""What is tolerated is decided by an office on a rule, and ends by time or is withdrawn."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import parties, tolerating
from citystage.stages.trials.facts.tolerances import ToleranceGranted, ToleranceWithdrawn
from citystage.stages.trials.models import Tolerance, Trial
from citystage.stages.trials.rules import tolerances as rules
from citystage.stages.trials.states.tolerances import WITHDRAW


class BadTolerance(Refusal):
    """Its days, or the rule it stands on, are wrong."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What is tolerated, for whom, where, how long, on which rule. ``ends_on``: the day after."""

    organisation: Organisation
    title: str
    what: str
    starts_on: date
    ends_on: date
    rule: str
    rule_number: str = ""
    rule_url: str = ""
    limits: str = ""
    district: Unit | None = None
    place: str = ""
    trial: Trial | None = None


@transaction.atomic(durable=True)
def grant_tolerance(city: Unit, *, granted: Granted, stamp: Stamp) -> Tolerance:
    """Enter the decision of an office; both sides of the trial are told.

    Without a trial the office of a district decides for its own district alone.
    """
    trial = parties.lock_trial(granted.trial) if granted.trial else None
    rules.may_grant(stamp.actor, trial).enforce()
    unit = stamp.actor.unit
    assert unit is not None
    if granted.ends_on <= granted.starts_on:
        raise BadTolerance(_("It ends before it begins."))
    if trial is not None and granted.organisation.pk != trial.supplier_id:
        raise BadTolerance(_("What is tolerated for a trial is tolerated for its supplier."))
    made = Tolerance.objects.create(
        city=city,
        trial=trial,
        organisation=granted.organisation,
        title=parties.needed(granted.title)[:240],
        what=parties.needed(granted.what),
        limits=granted.limits.strip(),
        district=_district(unit, granted),
        place=granted.place.strip()[:300],
        starts_on=granted.starts_on,
        ends_on=granted.ends_on,
        rule=parties.needed(granted.rule)[:300],
        rule_number=granted.rule_number.strip()[:120],
        rule_url=granted.rule_url,
        decided_by_id=stamp.actor.user_id,
        decided_for=unit,
        decided_at=stamp.at,
    )
    told = ToleranceGranted(
        tolerance_id=made.pk,
        trial_id=trial.pk if trial else None,
        organisation_id=made.organisation_id,
        ends_on=made.ends_on.isoformat(),
        rule=made.rule,
    )
    journal.record(told, subject=made, stamp=stamp)
    words = gettext_noop("A tolerance was decided: “%(title)s”, until %(last)s.")
    tolerating.say(made, words, stamp)
    return made


def _district(unit: Unit, granted: Granted) -> Unit | None:
    if granted.trial is not None or unit.kind != Unit.Kind.DISTRICT:
        return granted.district
    if granted.district is not None and granted.district.pk != unit.pk:
        raise BadTolerance(_("An office of a district decides for its own district."))
    return unit


@transaction.atomic(durable=True)
def withdraw_tolerance(tolerance: Tolerance, *, reason: str, stamp: Stamp) -> Tolerance:
    """It ends now; what happened before is still judged by it."""
    tolerance = tolerating.lock_tolerance(tolerance)
    rules.may_withdraw(stamp.actor, tolerance).enforce(WrongState)
    tolerance.reason, tolerance.withdrawn_at = parties.needed(reason), stamp.at
    tolerance.save(update_fields=["reason", "withdrawn_at"])
    told = ToleranceWithdrawn(tolerance_id=tolerance.pk, reason=tolerance.reason)
    advance(tolerance, WITHDRAW, fact=told, stamp=stamp)
    words = gettext_noop("The tolerance “%(title)s” was withdrawn: %(reason)s")
    tolerating.say(tolerance, words, stamp, reason=tolerance.reason)
    return tolerance
