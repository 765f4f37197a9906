"""The institution declares its interests first; the terms say whether it may go on."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection import investigating, standing
from citystage.stages.selection.facts.diligence import DiligenceBarred, DiligenceTakenOn
from citystage.stages.selection.investigating import NoWords, lock_diligence
from citystage.stages.selection.models import Diligence
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.states.diligence import BAR, TAKE_ON

_MEANS = gettext_noop("The institution means to invest in the applicant.")


@transaction.atomic(durable=True)
def take_on(diligence: Diligence, *, means_to_invest: bool, words: str, stamp: Stamp) -> Diligence:
    """Declare interests and begin; where the terms bar investors, one is barred in the same act."""
    locked = lock_diligence(diligence)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_do(stamp.actor, locked, kept_away).enforce()
    if means_to_invest and not words.strip():
        raise NoWords(_("Say in which way you mean to invest."))
    terms = locked.candidacy.programme.read_terms().diligence
    if means_to_invest and terms.investors == "bar":
        told = DiligenceBarred(**investigating.ids(locked), reason=_MEANS)
        advance(locked, BAR, fact=told, stamp=stamp)
    else:
        begun = DiligenceTakenOn(**investigating.ids(locked), means_to_invest=means_to_invest)
        advance(locked, TAKE_ON, fact=begun, stamp=stamp)
    locked.means_to_invest, locked.interests = means_to_invest, words.strip()
    locked.declared_by_id, locked.declared_at = stamp.actor.person, stamp.at
    locked.version += 1
    locked.save(
        update_fields=["means_to_invest", "interests", "declared_by", "declared_at", "version"]
    )
    return locked
