"""What ties people and organisations together is entered, with its source, and ended."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import entries
from citystage.stages.selection.facts.programmes import (
    RelationEnded,
    RelationEntered,
    ShareholdingEnded,
    ShareholdingEntered,
)
from citystage.stages.selection.models import Expert, Relation, Shareholding
from citystage.stages.selection.rules import experts as rules


class NoSource(Refusal):
    """What is said of others needs a source."""

    status = 422


@transaction.atomic(durable=True)
def enter_relation(expert: Expert, *, tie: entries.Tie, source: str, stamp: Stamp) -> Relation:
    """Enter a tie of ``expert``; the office must name its source, the expert is one."""
    locked = Expert.objects.select_for_update(of=("self",)).select_related("city").get(pk=expert.pk)
    rules.may_change(stamp.actor, locked).enforce()
    own = stamp.actor.user_id == locked.user_id
    if not own and not source.strip():
        raise NoSource(_("Say where this is known from: a page, a register, a letter."))
    relation = Relation.objects.create(
        expert=locked,
        kind=tie.kind,
        organisation=tie.organisation,
        organisation_name=tie.organisation.name if tie.organisation else tie.organisation_name,
        since=tie.since,
        until=tie.until,
        words=tie.words,
        source=source.strip() or "declared",
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    told = RelationEntered(relation_id=relation.pk, kind=relation.kind)
    journal.record(told, subject=locked, stamp=stamp)
    return relation


@transaction.atomic(durable=True)
def end_relation(relation: Relation, *, stamp: Stamp) -> Relation:
    """Count this tie no longer; conflicts that rest on it stay until an officer judges them."""
    locked = Relation.objects.select_for_update().get(pk=relation.pk)
    assert locked.expert_id is not None
    expert = Expert.objects.select_related("city").get(pk=locked.expert_id)
    rules.may_speak_for(stamp.actor, expert).enforce()
    if locked.ended_at is None:
        locked.ended_at = stamp.at
        locked.save(update_fields=["ended_at"])
        journal.record(RelationEnded(relation_id=locked.pk), subject=expert, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def enter_shareholding(city: Unit, *, share: entries.Share, stamp: Stamp) -> Shareholding:
    """Enter that one organisation owns a share of another; the source must be named."""
    rules.may_manage(stamp.actor, city).enforce()
    if not share.source.strip():
        raise NoSource(_("Say where this is known from: a page, a register, a letter."))
    entered = Shareholding.objects.create(
        holder=share.holder if isinstance(share.holder, Organisation) else None,
        holder_name=entries.name_of(share.holder),
        held=share.held if isinstance(share.held, Organisation) else None,
        held_name=entries.name_of(share.held),
        percent=share.percent,
        since=share.since,
        until=share.until,
        source=share.source.strip(),
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    told = ShareholdingEntered(shareholding_id=entered.pk)
    journal.record(told, subject=entered, stamp=stamp)
    return entered


@transaction.atomic(durable=True)
def end_shareholding(share: Shareholding, *, city: Unit, stamp: Stamp) -> Shareholding:
    """Count this shareholding no longer; what rests on it stays until judged."""
    rules.may_manage(stamp.actor, city).enforce()
    locked = Shareholding.objects.select_for_update().get(pk=share.pk)
    if locked.ended_at is None:
        locked.ended_at = stamp.at
        locked.save(update_fields=["ended_at"])
        told = ShareholdingEnded(shareholding_id=locked.pk)
        journal.record(told, subject=locked, stamp=stamp)
    return locked
