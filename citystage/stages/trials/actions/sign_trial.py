"""One side signs the text it was shown; with the second signature it is in force."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.trials import agreeing, climbing, parties
from citystage.stages.trials.actions.begin_trial import AnotherVersion
from citystage.stages.trials.contents import Content, where_of
from citystage.stages.trials.facts.agreements import SideSigned, TrialAmended, TrialSigned
from citystage.stages.trials.models import Signature, Trial, Version
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.states.trials import SIGN, Side


@transaction.atomic(durable=True)
def sign_trial(trial: Trial, *, sha256: str, stamp: Stamp) -> Signature:
    """Sign the open text whose hash is ``sha256``: who, when, for which side stays with it.

    Of two sides that sign at once the second puts it into force. Raises ``AnotherVersion`` when
    the text was written anew since it was shown.
    """
    trial = parties.lock_trial(trial)
    version = agreeing.open_version(trial)
    rules.may_sign(stamp.actor, trial, version).enforce()
    side, unit = parties.side_of(stamp.actor, trial), stamp.actor.unit
    assert version is not None
    assert side is not None
    assert unit is not None
    if version.sha256 != sha256:
        raise AnotherVersion(_("It was written anew meanwhile. Read what it says now."))
    own = trial.owner_unit if side == Side.OWNER else trial.supplier.seat
    made = Signature.objects.create(
        version=version,
        side=side,
        unit=own or unit,
        signer_id=stamp.actor.person,
        sha256=sha256,
        signed_at=stamp.at,
    )
    told = SideSigned(trial_id=trial.pk, number=version.number, side=side, sha256=sha256)
    journal.record(told, subject=trial, stamp=stamp)
    trial.changed_at = stamp.at
    standing = version.signatures.filter(dropped_at__isnull=True).count()
    if standing == len(Side):
        _put_into_force(trial, version, stamp)
    else:
        trial.save(update_fields=["changed_at"])
        words = gettext_noop("One side signed “%(title)s”. It waits for your signature.")
        parties.say(trial, parties.other_side(side), words, stamp, group=Group.TASK)
    return made


def _put_into_force(trial: Trial, version: Version, stamp: Stamp) -> None:
    before, content = agreeing.content_in_force(trial), Content.of(version.content)
    version.in_force_at = stamp.at
    version.save(update_fields=["in_force_at"])
    agreeing.follow_text(trial, content)
    trial.reminded_at = trial.climbed_at = None
    if version.amendment:
        trial.save()
        if before is None or where_of(before) != where_of(content):
            _ask_again(trial, version, stamp)
        climbing.weigh(trial)
        amended = TrialAmended(
            **parties.about(trial, stamp), amendment=version.amendment, sha256=version.sha256
        )
        journal.record(amended, subject=trial, stamp=stamp)
        words = gettext_noop("Both sides signed amendment %(number)d of “%(title)s”.")
        parties.say(trial, parties.ALL, words, stamp, number=version.amendment)
        return
    trial.signed_at = stamp.at
    trial.step = climbing.first_step(trial)
    trial.step_since = climbing.counted_from(trial, stamp.at)
    trial.save()
    climbing.weigh(trial)
    signed = TrialSigned(
        **parties.about(trial, stamp), number=version.number, sha256=version.sha256
    )
    advance(trial, SIGN, fact=signed, stamp=stamp)
    words = gettext_noop("Both sides signed the trial “%(title)s”; it runs.")
    parties.say(trial, parties.ALL, words, stamp)
    climbing.ask_bodies(trial, stamp)


def _ask_again(trial: Trial, version: Version, stamp: Stamp) -> None:
    """What is tried elsewhere, or is another thing, has no body's word for its next step yet."""
    climbing.let_fall(trial, version.reason, stamp)
    climbing.ask_bodies(trial, stamp)
