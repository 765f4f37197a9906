"""A lab's needs: said, met, dropped with why, taken up again."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.keeping import NeedAdded, NeedDropped, NeedMet, NeedReopened
from citystage.stages.evaluation.keeping import lock_lab, worded
from citystage.stages.evaluation.models import Need
from citystage.stages.evaluation.states.keeping import DROP_NEED, MEET, REOPEN_NEED


@transaction.atomic(durable=True)
def add_need(  # noqa: PLR0913 -- the parts of one need
    lab: Lab, *, kind: str, title: str, words: str, public: bool, stamp: Stamp
) -> Need:
    """Enter a need; the lab's people or the office. The lab alone makes it public."""
    locked = lock_lab(lab.pk)
    rules.may_note(stamp.actor, locked).enforce()
    made = Need.objects.create(
        lab=locked,
        kind=Need.Kind(kind),
        title=title,
        words=words,
        public=public and bool(rules.may_keep(stamp.actor, locked)),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    journal.record(NeedAdded(need_id=made.pk, lab_id=locked.pk), subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def meet_need(need: Need, *, reason: str, stamp: Stamp) -> Need:
    """It is met; ``reason`` says how and by whom."""
    locked = _locked(need, reason, stamp)
    told = NeedMet(need_id=locked.pk, lab_id=locked.lab_id, reason=locked.reason)
    advance(locked, MEET, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def drop_need(need: Need, *, reason: str, stamp: Stamp) -> Need:
    """Nobody looks for it any more, with why."""
    locked = _locked(need, reason, stamp)
    told = NeedDropped(need_id=locked.pk, lab_id=locked.lab_id, reason=locked.reason)
    advance(locked, DROP_NEED, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def reopen_need(need: Need, *, reason: str, stamp: Stamp) -> Need:
    """It stands again, with why."""
    locked = _locked(need, reason, stamp)
    told = NeedReopened(need_id=locked.pk, lab_id=locked.lab_id, reason=locked.reason)
    advance(locked, REOPEN_NEED, fact=told, stamp=stamp)
    Need.objects.filter(pk=locked.pk).update(closed_at=None)
    return locked


def _locked(need: Need, reason: str, stamp: Stamp) -> Need:
    """The need as it stands now with the new reason, if this person may change it."""
    lab = lock_lab(need.lab_id)
    rules.may_note(stamp.actor, lab).enforce()
    locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    locked.lab = lab
    locked.reason, locked.closed_at = worded(reason), stamp.at
    locked.save(update_fields=["reason", "closed_at"])
    return locked
