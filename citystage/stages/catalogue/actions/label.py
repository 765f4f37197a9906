"""A recognition is withdrawn, renewed, or expires."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.catalogue import recognising, rules
from citystage.stages.catalogue.facts import LabelExpired
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.recognising import NoReason, NoTerm, lock_city, lock_label
from citystage.stages.catalogue.states import EXPIRE, LabelState

__all__ = ["NoReason", "NoTerm", "expire_label", "renew_label", "withdraw_label"]


@transaction.atomic(durable=True)
def withdraw_label(label: Label, *, reason: str, stamp: Stamp) -> Label:
    """Withdraw it from now on; plaque, certificate and credential verify as withdrawn."""
    label = lock_label(label.pk)
    rules.may_manage_labels(stamp.actor, label.city).enforce()
    recognising.withdraw(label, reason=reason, stamp=stamp)
    return label


@transaction.atomic(durable=True)
def renew_label(label: Label, *, until: date, stamp: Stamp) -> Label:
    """Give another label that begins where this one ends, or today when that is past."""
    lock_city(label.city_id)
    label = lock_label(label.pk)
    rules.may_manage_labels(stamp.actor, label.city).enforce()
    return recognising.renew(label, until=until, stamp=stamp)


@transaction.atomic(durable=True)
def expire_label(label: Label, *, stamp: Stamp) -> bool:
    """Let it expire when its term is over; asked again it does nothing."""
    label = lock_label(label.pk)
    today = timezone.localdate(stamp.at)
    if label.state != LabelState.VALID or label.until is None or today < label.until:
        return False
    label.ended_at = stamp.at
    label.save(update_fields=["ended_at"])
    told = LabelExpired(label_id=label.pk, lab_id=label.lab_id)
    advance(label, EXPIRE, fact=told, stamp=stamp)
    return True
