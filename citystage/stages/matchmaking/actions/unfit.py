"""Say why a scenario is not for us: it teaches the profile it was said to, and nothing else."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.facts import FitRefused, RefusalTakenBack
from citystage.stages.matchmaking.models import Profile, Unfit
from citystage.stages.matchmaking.states import UnfitReason


class UnfitReasonNeeded(Refusal):
    """Another reason, without words, teaches nothing."""

    status = 422


def _locked(profile: Profile, stamp: Stamp) -> Profile:
    found = Profile.objects.select_for_update(of=("self",)).select_related("organisation__seat")
    locked = found.get(pk=profile.pk)
    rules.may_change_profile(stamp.actor, locked).enforce()
    return locked


@transaction.atomic(durable=True)
def refuse_for_profile(
    profile: Profile, *, scenario: Scenario, reason: UnfitReason, words: str, stamp: Stamp
) -> Unfit:
    """Hide ``scenario`` from this profile and lower what is like it in the way of ``reason``."""
    locked = _locked(profile, stamp)
    if reason == UnfitReason.OTHER and not words.strip():
        raise UnfitReasonNeeded(_("Say in a sentence what the reason is."))
    told = {
        "reason": reason,
        "words": words.strip()[:300],
        "made_by_id": stamp.actor.user_id,
        "made_at": stamp.at,
    }
    made, _new = Unfit.objects.update_or_create(profile=locked, scenario=scenario, defaults=told)
    fact = FitRefused(profile_id=locked.pk, scenario_id=scenario.pk, reason=reason)
    journal.record(fact, subject=locked, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def take_refusal_back(profile: Profile, *, scenario: Scenario, stamp: Stamp) -> None:
    """It may fit after all; what the refusal taught is forgotten. Twice changes nothing."""
    locked = _locked(profile, stamp)
    gone, _each = Unfit.objects.filter(profile=locked, scenario=scenario).delete()
    if gone:
        fact = RefusalTakenBack(profile_id=locked.pk, scenario_id=scenario.pk)
        journal.record(fact, subject=locked, stamp=stamp)
