"""Somebody saves what fits them, changes it, deletes it."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.meaning.wanting import want
from citystage.kernel.refusals import Refusal
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.facts import ProfileChanged, ProfileDeleted, ProfileSaved
from citystage.stages.matchmaking.finding.meaning import spoken_by_profile
from citystage.stages.matchmaking.models import Profile
from citystage.stages.matchmaking.wishing import Wish, apply, is_whole

# More than anybody reads, and every new scenario is weighed against each.
MOST = 20


class NotWhole(Refusal):
    """Something is missing in the profile, or cannot be."""

    status = 422


class TooMany(Refusal):
    """One keeper has as many profiles as there may be."""


class ProfileMoved(Refusal):
    """Somebody changed the profile since the form was opened."""


@transaction.atomic(durable=True)
def save_profile(organisation: Organisation | None, *, wish: Wish, stamp: Stamp) -> Profile:
    """Keep what fits ``organisation``, or the person who saves it; told of news from now on."""
    if organisation is not None:
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    rules.may_keep_profile(stamp.actor, organisation).enforce()
    is_whole(wish).enforce(NotWhole)
    made = Profile(organisation=organisation, made_at=stamp.at, changed_at=stamp.at)
    if organisation is None:
        made.user_id = stamp.actor.person
    kept = Profile.objects.filter(deleted_at__isnull=True)
    own = {"organisation": organisation} if organisation else {"user": stamp.actor.person}
    if kept.filter(**own).count() >= MOST:
        raise TooMany(_("There are %d profiles already; delete one first.") % MOST)
    apply(wish, made)
    made.save()
    want(spoken_by_profile(made))
    journal.record(ProfileSaved(profile_id=made.pk), subject=made, stamp=stamp)
    return made


def _locked(profile: Profile, stamp: Stamp) -> Profile:
    found = Profile.objects.select_for_update(of=("self",))
    locked = found.select_related("organisation__seat", "city").get(pk=profile.pk)
    rules.may_change_profile(stamp.actor, locked).enforce()
    if locked.deleted_at is not None:
        raise ProfileMoved(_("This profile was deleted meanwhile."))
    return locked


@transaction.atomic(durable=True)
def change_profile(profile: Profile, *, wish: Wish, version: int, stamp: Stamp) -> Profile:
    """Look for something else, over the version that was seen; what it learned stays.

    Raises ``ProfileMoved`` when another version came in between.
    """
    locked = _locked(profile, stamp)
    is_whole(wish).enforce(NotWhole)
    if locked.version != version:
        raise ProfileMoved(_("Someone changed this profile meanwhile."))
    changed = apply(wish, locked)
    if changed:
        locked.version += 1
        locked.changed_at = stamp.at
        locked.save()
        want(spoken_by_profile(locked))
        fact = ProfileChanged(profile_id=locked.pk, fields=changed)
        journal.record(fact, subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def delete_profile(profile: Profile, *, stamp: Stamp) -> Profile:
    """Look no longer, tell no longer."""
    locked = _locked(profile, stamp)
    locked.deleted_at = stamp.at
    locked.save(update_fields=["deleted_at"])
    journal.record(ProfileDeleted(profile_id=locked.pk), subject=locked, stamp=stamp)
    return locked
