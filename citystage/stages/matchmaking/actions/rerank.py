"""An order by outcomes is fitted and measured, taken into use, and switched off."""

from datetime import datetime

from django.db import transaction

from citystage.engines.matching.reranking import compare, fit
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.facts import (
    RerankingFitted,
    RerankingSwitchedOff,
    RerankingSwitchedOn,
)
from citystage.stages.matchmaking.finding.knowledge import ENGINE
from citystage.stages.matchmaking.models import Reranking
from citystage.stages.matchmaking.sampling import Sample, sample_of
from citystage.stages.matchmaking.states import SWITCH_OFF, SWITCH_ON, RerankingState


class TooFew(Refusal):
    """Too little became of what was shown to learn anything from it."""


class NotProven(Refusal):
    """What does not put the right ones higher on later outcomes is not used."""


@transaction.atomic(durable=True)
def fit_reranking(city: Unit, *, stamp: Stamp) -> Reranking:
    """Fit on the earlier outcomes of ``city`` and measure on the later ones; nothing is used yet.

    Raises ``TooFew`` with what is lacking.
    """
    locked = _locked(city)
    sample = sample_of(locked)
    rules.may_fit(stamp.actor, locked, sample).enforce(TooFew)
    model = fit(sample.earlier)
    found = compare(model, sample.later)
    made = Reranking.objects.create(
        city=locked,
        weights=dict(model.weights),
        intercept=model.intercept,
        sample=_told(sample),
        demands=found.demands,
        plain=found.plain,
        reranked=found.reranked,
        p=found.p,
        plain_curve=list(found.plain_curve),
        reranked_curve=list(found.reranked_curve),
        engine=ENGINE,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    fact = RerankingFitted(
        reranking_id=made.pk,
        pairs=len(sample.earlier),
        demands=made.demands,
        plain=round(1000 * made.plain),
        reranked=round(1000 * made.reranked),
    )
    journal.record(fact, subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def switch_on(fitted: Reranking, *, stamp: Stamp) -> Reranking:
    """Order suppliers by it from now on; the one in use before is switched off.

    Raises ``NotProven`` with the reason, where it may not.
    """
    city = _locked(fitted.city)
    locked = Reranking.objects.select_related("city").get(pk=fitted.pk)
    newest = Reranking.objects.filter(city=city).order_by("-pk").values_list("pk", flat=True)[0]
    rules.may_switch_on(stamp.actor, locked, newest=newest, engine=ENGINE).enforce(NotProven)
    before = Reranking.objects.filter(city=city, state=RerankingState.ON).first()
    if before is not None:
        _off(before, followed_by=locked.pk, stamp=stamp)
    _switched(locked, stamp)
    advance(locked, SWITCH_ON, fact=RerankingSwitchedOn(reranking_id=locked.pk), stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def switch_off(fitted: Reranking, *, stamp: Stamp) -> Reranking:
    """Return to the plain order."""
    _locked(fitted.city)
    locked = Reranking.objects.select_related("city").get(pk=fitted.pk)
    rules.may_switch_off(stamp.actor, locked).enforce(WrongState)
    _off(locked, followed_by=None, stamp=stamp)
    return locked


def _locked(city: Unit) -> Unit:
    """Fits and switches of one city take turns."""
    return Unit.objects.select_for_update(of=("self",)).get(pk=city.pk)


def _off(fitted: Reranking, *, followed_by: int | None, stamp: Stamp) -> None:
    _switched(fitted, stamp)
    fact = RerankingSwitchedOff(reranking_id=fitted.pk, followed_by=followed_by)
    advance(fitted, SWITCH_OFF, fact=fact, stamp=stamp)


def _switched(fitted: Reranking, stamp: Stamp) -> None:
    fitted.switched_by_id, fitted.switched_at = stamp.actor.user_id, stamp.at
    fitted.save(update_fields=["switched_by", "switched_at"])


def _told(sample: Sample) -> dict[str, int | str | None]:
    return {
        "pairs": len(sample.known),
        "good": sample.good,
        "earlier": len(sample.earlier),
        "later": len(sample.later),
        "since": _iso(sample.known[0].at),
        "split": _iso(sample.split),
        "until": _iso(sample.known[-1].at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
