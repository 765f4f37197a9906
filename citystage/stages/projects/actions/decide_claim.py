"""A named body confirms a claim or does not; what no longer holds is withdrawn, with the reason."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.recognising import lock_city
from citystage.stages.projects import claiming, proceeding
from citystage.stages.projects.facts import claims as facts
from citystage.stages.projects.models import Arrival, FirstUse
from citystage.stages.projects.rules import claims as rules
from citystage.stages.projects.states import claims as states
from citystage.stages.projects.states.claims import ClaimState


class CountedAlready(Refusal):
    """The same product or firm is proven already by another report."""


@transaction.atomic(durable=True)
def prove_first_use(use: FirstUse, *, stamp: Stamp) -> FirstUse:
    """Confirm it and give its certificate; one product has one proven first use of a kind."""
    held = _held_use(use)
    rules.may_decide(stamp.actor, held).enforce()
    same = FirstUse.objects.filter(product=held.product, kind=held.kind, state=ClaimState.PROVEN)
    if other := same.first():
        raise CountedAlready(_("This product is proven already, by certificate %s.") % other.number)
    claiming.decide(held, reason="", stamp=stamp)
    held.proven_at = stamp.at
    claiming.certify(held, at=stamp.at)
    held.save()
    told = facts.FirstUseProven(
        **claiming.counted(held, stamp=stamp),
        first_use_id=held.pk,
        product_id=held.product_id,
        kind=held.kind,
        number=held.number,
    )
    advance(held, states.PROVE_USE, fact=told, stamp=stamp)
    _say(held, gettext_noop("Confirmed: “%(title)s”. It counts now."), stamp)
    return held


@transaction.atomic(durable=True)
def refuse_first_use(use: FirstUse, *, reason: str, stamp: Stamp) -> FirstUse:
    """Not confirmed, with the reason."""
    held = _held_use(use)
    rules.may_decide(stamp.actor, held).enforce()
    claiming.decide(held, reason=proceeding.needed(reason), stamp=stamp)
    held.ended_at = stamp.at
    held.save()
    told = facts.FirstUseRefused(
        **claiming.counted(held, stamp=stamp),
        first_use_id=held.pk,
        product_id=held.product_id,
        reason=held.reason,
    )
    advance(held, states.REFUSE_USE, fact=told, stamp=stamp)
    _say(held, gettext_noop("Not confirmed: “%(title)s”. %(reason)s"), stamp)
    return held


@transaction.atomic(durable=True)
def withdraw_first_use(use: FirstUse, *, reason: str, stamp: Stamp) -> FirstUse:
    """It no longer counts; its certificate verifies as withdrawn, with the reason."""
    held = _held_use(use)
    rules.may_withdraw(stamp.actor, held).enforce()
    was, held.reason, held.ended_at = held.state, proceeding.needed(reason), stamp.at
    held.save()
    told = facts.FirstUseWithdrawn(
        **claiming.counted(held, stamp=stamp),
        first_use_id=held.pk,
        product_id=held.product_id,
        was=was,
        reason=held.reason,
    )
    advance(held, states.WITHDRAW_USE, fact=told, stamp=stamp)
    _say(held, gettext_noop("Withdrawn: “%(title)s”. %(reason)s"), stamp)
    return held


@transaction.atomic(durable=True)
def prove_arrival(arrival: Arrival, *, stamp: Stamp) -> Arrival:
    """Confirm it; a firm is proven once, other claims of it stay on record as claims."""
    held = _held_arrival(arrival)
    rules.may_decide(stamp.actor, held).enforce()
    same = Arrival.objects.filter(city=held.city, firm_key=held.firm_key, state=ClaimState.PROVEN)
    if other := same.select_related("claimed_for").first():
        who = other.claimed_for.label if other.claimed_for else ""
        raise CountedAlready(_("This firm is proven already, reported by %s.") % who)
    claiming.decide(held, reason="", stamp=stamp)
    held.proven_at = stamp.at
    held.save()
    told = facts.ArrivalProven(**claiming.counted(held, stamp=stamp), arrival_id=held.pk)
    advance(held, states.PROVE_ARRIVAL, fact=told, stamp=stamp)
    _say(held, gettext_noop("Confirmed: “%(title)s”. It counts now."), stamp)
    return held


@transaction.atomic(durable=True)
def refuse_arrival(arrival: Arrival, *, reason: str, stamp: Stamp) -> Arrival:
    """Not confirmed, with the reason."""
    held = _held_arrival(arrival)
    rules.may_decide(stamp.actor, held).enforce()
    claiming.decide(held, reason=proceeding.needed(reason), stamp=stamp)
    held.ended_at = stamp.at
    held.save()
    counted = claiming.counted(held, stamp=stamp)
    told = facts.ArrivalRefused(**counted, arrival_id=held.pk, reason=held.reason)
    advance(held, states.REFUSE_ARRIVAL, fact=told, stamp=stamp)
    _say(held, gettext_noop("Not confirmed: “%(title)s”. %(reason)s"), stamp)
    return held


@transaction.atomic(durable=True)
def withdraw_arrival(arrival: Arrival, *, reason: str, stamp: Stamp) -> Arrival:
    """It no longer counts."""
    held = _held_arrival(arrival)
    rules.may_withdraw(stamp.actor, held).enforce()
    was, held.reason, held.ended_at = held.state, proceeding.needed(reason), stamp.at
    held.save()
    counted = claiming.counted(held, stamp=stamp)
    told = facts.ArrivalWithdrawn(**counted, arrival_id=held.pk, was=was, reason=held.reason)
    advance(held, states.WITHDRAW_ARRIVAL, fact=told, stamp=stamp)
    _say(held, gettext_noop("Withdrawn: “%(title)s”. %(reason)s"), stamp)
    return held


_ALONG = ("city", "district", "department", "chain", "claimed_for", "claimed_by")


def _held_use(use: FirstUse) -> FirstUse:
    """City first (numbers are given under it), then the claim, as it stands now."""
    lock_city(use.city_id)
    along = (*_ALONG, "product", "user_unit", "user_organisation")
    rows = FirstUse.objects.select_for_update(of=("self",)).select_related(*along)
    return rows.get(pk=use.pk)


def _held_arrival(arrival: Arrival) -> Arrival:
    lock_city(arrival.city_id)
    rows = Arrival.objects.select_for_update(of=("self",)).select_related(*_ALONG)
    return rows.get(pk=arrival.pk)


def _say(claim: FirstUse | Arrival, words: str, stamp: Stamp) -> None:
    people = [claim.claimed_by] if claim.claimed_by else []
    title, reason = str(claim), claim.reason
    proceeding.say(people, words, about=claim, stamp=stamp, title=title, reason=reason)
