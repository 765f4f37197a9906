"""A lab asks for another term before this one ends; the office grants or refuses it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.catalogue import recognising
from citystage.stages.catalogue.models import Lab
from citystage.stages.catalogue.rules import may_manage_labels
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.keeping import (
    RenewalAsked,
    RenewalGranted,
    RenewalRefused,
    RenewalTakenBack,
)
from citystage.stages.evaluation.keeping import lock_lab, valid_label, worded
from citystage.stages.evaluation.locking import lock_renewal
from citystage.stages.evaluation.models import Renewal
from citystage.stages.evaluation.ruling import need_terms
from citystage.stages.evaluation.standing import kept_away
from citystage.stages.evaluation.states.keeping import GRANT, REFUSE, TAKE_BACK, RenewalState


@transaction.atomic(durable=True)
def ask_renewal(lab: Lab, *, words: str, stamp: Stamp) -> Renewal:
    """Ask for another term: what was reached in this one, and what the next is for."""
    locked = lock_lab(lab.pk)
    label = valid_label(locked)
    terms, today = need_terms(locked.city), timezone.localdate(stamp.at)
    rules.may_ask_renewal(stamp.actor, locked, label, terms, today).enforce()
    assert label is not None
    if Renewal.objects.filter(label=label, state=RenewalState.ASKED).exists():
        raise WrongState(_("Renewal has been asked for already."))
    made = Renewal.objects.create(
        lab=locked,
        label=label,
        words=worded(words),
        asked_by_id=stamp.actor.person,
        asked_at=stamp.at,
    )
    journal.record(RenewalAsked(renewal_id=made.pk, lab_id=locked.pk), subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def take_renewal_back(renewal: Renewal, *, stamp: Stamp) -> Renewal:
    """The lab does not ask any more."""
    locked = lock_renewal(renewal.pk)
    rules.may_keep(stamp.actor, locked.lab).enforce()
    told = RenewalTakenBack(renewal_id=locked.pk, lab_id=locked.lab_id)
    advance(locked, TAKE_BACK, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def grant_renewal(renewal: Renewal, *, until: date, reason: str, stamp: Stamp) -> Renewal:
    """Give a new term of the label, with its own number and code."""
    recognising.lock_city(renewal.lab.city_id)
    locked = _decided(renewal, stamp)
    locked.until, locked.reason = until, reason.strip()
    locked.save(update_fields=["until", "reason"])
    told = RenewalGranted(renewal_id=locked.pk, lab_id=locked.lab_id, until=until.isoformat())
    advance(locked, GRANT, fact=told, stamp=stamp)
    recognising.renew(recognising.lock_label(locked.label_id), until=until, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def refuse_renewal(renewal: Renewal, *, reason: str, stamp: Stamp) -> Renewal:
    """Let the term run out, with why."""
    locked = _decided(renewal, stamp)
    locked.reason = worded(reason)
    locked.save(update_fields=["reason"])
    told = RenewalRefused(renewal_id=locked.pk, lab_id=locked.lab_id, reason=locked.reason)
    advance(locked, REFUSE, fact=told, stamp=stamp)
    return locked


def _decided(renewal: Renewal, stamp: Stamp) -> Renewal:
    locked = lock_renewal(renewal.pk)
    may_manage_labels(stamp.actor, locked.lab.city).enforce()
    rules.is_free(kept_away(stamp.actor.user_id, locked.lab)).enforce()
    locked.decided_by_id, locked.decided_at = stamp.actor.person, stamp.at
    locked.save(update_fields=["decided_by", "decided_at"])
    return locked
