"""A recognition is withdrawn, renewed, or expires."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import LabelExpired, LabelRenewed, LabelWithdrawn
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.recognising import Wanted, give, lock_city
from citystage.stages.catalogue.states import EXPIRE, RENEW, WITHDRAW_LABEL, LabelState


class NoReason(Refusal):
    """Whoever loses a recognition is told why, and so is everybody who verifies it."""


class NoTerm(Refusal):
    """A new term ends after it begins."""


@transaction.atomic(durable=True)
def withdraw_label(label: Label, *, reason: str, stamp: Stamp) -> Label:
    """Withdraw it from now on; plaque, certificate and credential verify as withdrawn."""
    label = _locked(label)
    rules.may_manage_labels(stamp.actor, label.city).enforce()
    if not reason.strip():
        raise NoReason(_("Say why: everybody who verifies the plaque reads it."))
    label.reason, label.ended_at = reason.strip(), stamp.at
    label.save(update_fields=["reason", "ended_at"])
    told = LabelWithdrawn(label_id=label.pk, lab_id=label.lab_id, reason=label.reason)
    advance(label, WITHDRAW_LABEL, fact=told, stamp=stamp)
    return label


@transaction.atomic(durable=True)
def renew_label(label: Label, *, until: date, stamp: Stamp) -> Label:
    """Give another label that begins where this one ends, or today when that is past."""
    lock_city(label.city_id)
    label = _locked(label)
    rules.may_manage_labels(stamp.actor, label.city).enforce()
    today = timezone.localdate(stamp.at)
    since = max(label.until or today, today)
    if until <= since:
        raise NoTerm(_("The new term must end after it begins on %s.") % since.isoformat())
    # The old one steps back first: a lab has one valid label.
    wanted = Wanted(
        kind=label.kind,
        words=label.words,
        pattern=label.pattern,
        since=since,
        until=until,
        renews=label,
    )
    label.ended_at = stamp.at
    label.save(update_fields=["ended_at"])
    told = LabelRenewed(label_id=label.pk, lab_id=label.lab_id, until=until.isoformat())
    advance(label, RENEW, fact=told, stamp=stamp)
    return give(label.lab, wanted, stamp=stamp)


@transaction.atomic(durable=True)
def expire_label(label: Label, *, stamp: Stamp) -> bool:
    """Let it expire when its term is over; asked again it does nothing."""
    label = _locked(label)
    today = timezone.localdate(stamp.at)
    if label.state != LabelState.VALID or label.until is None or today < label.until:
        return False
    label.ended_at = stamp.at
    label.save(update_fields=["ended_at"])
    told = LabelExpired(label_id=label.pk, lab_id=label.lab_id)
    advance(label, EXPIRE, fact=told, stamp=stamp)
    return True


def _locked(label: Label) -> Label:
    rows = Label.objects.select_for_update(of=("self",)).select_related("lab", "city")
    return rows.get(pk=label.pk)
