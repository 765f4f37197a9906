"""What was signed is changed by numbered amendments, each signed by both sides."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import agreeing, parties
from citystage.stages.trials.contents import BadContent, Content
from citystage.stages.trials.facts.agreements import AmendmentProposed, AmendmentWithdrawn
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.settings import terms_of


class AmendmentStands(Refusal):
    """One amendment at a time: the one that waits is signed or withdrawn first."""


class NoAmendment(Refusal):
    """No amendment waits."""


@transaction.atomic(durable=True)
def propose_amendment(trial: Trial, *, content: Content, reason: str, stamp: Stamp) -> Version:
    """Write what the agreement is to say; it does so once both sides have signed."""
    trial = parties.lock_trial(trial)
    rules.may_amend(stamp.actor, trial).enforce()
    said = parties.needed(reason)
    if agreeing.open_version(trial) is not None:
        raise AmendmentStands(_("An amendment waits for signatures already."))
    content.check(terms_of(trial.city_id), parties.frame(trial))
    if content == agreeing.content_in_force(trial):
        raise BadContent(_("Nothing is changed."))
    last = trial.versions.filter(in_force_at__isnull=False).aggregate(n=Max("amendment"))["n"]
    made = agreeing.write_version(
        trial,
        content,
        amendment=(last or 0) + 1,
        reason=said,
        made_for=stamp.actor.unit,
        stamp=stamp,
    )
    trial.changed_at = stamp.at
    trial.save(update_fields=["changed_at"])
    told = AmendmentProposed(trial_id=trial.pk, amendment=made.amendment, reason=said)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("Amendment %(number)d of “%(title)s” is proposed: %(reason)s")
    values: dict[str, Any] = {"number": made.amendment, "reason": said}
    parties.say(trial, parties.BOTH, words, stamp, group=Group.TASK, **values)
    return made


@transaction.atomic(durable=True)
def withdraw_amendment(trial: Trial, *, reason: str, stamp: Stamp) -> Trial:
    """The proposed amendment comes to nothing; what was signed goes on unchanged."""
    trial = parties.lock_trial(trial)
    rules.may_amend(stamp.actor, trial).enforce()
    said = parties.needed(reason)
    version = agreeing.open_version(trial)
    if version is None:
        raise NoAmendment(_("No amendment waits for signatures."))
    agreeing.close(version, stamp)
    told = AmendmentWithdrawn(trial_id=trial.pk, amendment=version.amendment, reason=said)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("Amendment %(number)d of “%(title)s” was withdrawn: %(reason)s")
    values: dict[str, Any] = {"number": version.amendment, "reason": said}
    parties.say(trial, parties.BOTH, words, stamp, **values)
    return trial
