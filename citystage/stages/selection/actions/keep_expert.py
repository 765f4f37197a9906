"""An entry of the register is changed, confirmed, or taken out."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import entries
from citystage.stages.selection.facts.panels import ExpertConfirmed, ExpertLapsed, ExpertRetired
from citystage.stages.selection.facts.programmes import ExpertChanged
from citystage.stages.selection.models import Expert
from citystage.stages.selection.queries.experts import own_entries
from citystage.stages.selection.rules import experts as rules
from citystage.stages.selection.states.panels import CONFIRM_ENTRY, LET_LAPSE, RETIRE


class ChangedMeanwhile(Refusal):
    """Somebody else changed the entry since the page was opened."""


@transaction.atomic(durable=True)
def change_expert(expert: Expert, *, entry: entries.Entry, version: int, stamp: Stamp) -> Expert:
    """Write ``entry``; ``version`` is the one the page showed (raises ChangedMeanwhile)."""
    locked = _locked(expert)
    rules.may_change(stamp.actor, locked).enforce()
    if locked.version != version:
        raise ChangedMeanwhile(_("Somebody changed this entry meanwhile. What you typed is kept."))
    entries.write(locked, entry)
    locked.version += 1
    locked.save()
    journal.record(ExpertChanged(expert_id=locked.pk), subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def confirm_expert(expert: Expert, *, stamp: Stamp) -> Expert:
    """The expert says that the entry is right today; from then its age is counted anew."""
    locked = _locked(expert)
    if locked.user_id is None and own_entries(stamp.actor).filter(pk=locked.pk).exists():
        # The invitation went to an address; its owner takes the entry over with the first word.
        locked.user_id = stamp.actor.person
        locked.save(update_fields=["user"])
    rules.may_confirm(stamp.actor, locked).enforce()
    advance(locked, CONFIRM_ENTRY, fact=ExpertConfirmed(expert_id=locked.pk), stamp=stamp)
    locked.confirmed_at = stamp.at
    locked.save(update_fields=["confirmed_at"])
    return locked


@transaction.atomic(durable=True)
def retire_expert(expert: Expert, *, reason: str, stamp: Stamp) -> Expert:
    """Ask this person no longer; seats and sheets they have stay."""
    locked = _locked(expert)
    rules.may_manage(stamp.actor, locked.city).enforce()
    told = ExpertRetired(expert_id=locked.pk, reason=reason)
    advance(locked, RETIRE, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def let_expert_lapse(expert: Expert, *, months: int, stamp: Stamp) -> bool:
    """Mark an entry not confirmed for ``months`` as out of date; False when it is fresh by now."""
    locked = _locked(expert)
    fresh = entries.stale_before(stamp.at, months)
    if locked.state not in LET_LAPSE.sources:
        return False
    if locked.confirmed_at is not None and locked.confirmed_at >= fresh:
        return False
    advance(locked, LET_LAPSE, fact=ExpertLapsed(expert_id=locked.pk), stamp=stamp)
    return True


def _locked(expert: Expert) -> Expert:
    rows = Expert.objects.select_for_update(of=("self",)).select_related("city")
    return rows.get(pk=expert.pk)
