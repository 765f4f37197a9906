"""Take over what the catalogue told: suggestions of what changed, and word of new fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Cursor, Group, Preference
from citystage.foundation.notices.telling import tell
from citystage.stages.matchmaking.facts import RunAsked
from citystage.stages.matchmaking.finding.news import New
from citystage.stages.matchmaking.finding.whole_city import Matched, Pair
from citystage.stages.matchmaking.keeping import keep_scenarios, keep_supplier
from citystage.stages.matchmaking.models import Profile, Run, ToldFit
from citystage.stages.matchmaking.states import RunState, Telling

CURSOR = "matchmaking.catalogue"
_MAILS = {
    Telling.AT_ONCE: Preference.Mail.AT_ONCE,
    Telling.DAILY: Preference.Mail.DAILY,
}

type Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one piece of the ledger, between two places of the cursor."""

    since: Place
    until: Place
    scenarios: Sequence[Matched] = ()
    # By organisation id: (scenario id, pair), best first.
    suppliers: Sequence[tuple[int, Sequence[tuple[int, Pair]]]] = ()
    news: Sequence[New] = ()
    # Cities in which so much changed that all of it is matched anew.
    cities: Sequence[int] = ()


@transaction.atomic(durable=True)
def follow_catalogue(found: Found, *, stamp: Stamp) -> bool:
    """Keep it and move the cursor, unless another worker was faster; whether it was kept.

    The cursor moves in the transaction that writes: a worker that dies has told nothing, the next
    one tells it; of two with the same piece one does. Matching was done before, so the
    transaction is short and holds nobody up who follows the commits.
    """
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    if (cursor.transaction, cursor.entry) != found.since:
        return False
    keep_scenarios(found.scenarios, run=None, at=stamp.at)
    for organisation_id, pairs in found.suppliers:
        keep_supplier(organisation_id, pairs, at=stamp.at)
    _tell(found.news, stamp)
    for city_id in found.cities:
        _ask(city_id, stamp)
    cursor.transaction, cursor.entry = found.until
    cursor.save(update_fields=["transaction", "entry"])
    return True


def _ask(city_id: int, stamp: Stamp) -> None:
    """Queue a re-match of the city as the house itself, unless one is under way."""
    going = Run.objects.filter(city_id=city_id, state__in=[RunState.WAITING, RunState.RUNNING])
    if not going.exists():
        run = Run.objects.create(city_id=city_id, made_at=stamp.at)
        journal.record(RunAsked(run_id=run.pk), subject=run, stamp=stamp)


def _tell(news: Sequence[New], stamp: Stamp) -> None:
    """Each profile is told once of each scenario, in one notice for all that are new."""
    kept = {
        (row.profile_id, row.scenario_id)
        for row in ToldFit.objects.filter(profile__in={one.profile.pk for one in news})
    }
    fresh = [one for one in news if (one.profile.pk, one.scenario.pk) not in kept]
    ToldFit.objects.bulk_create(
        ToldFit(profile=one.profile, scenario=one.scenario, score=one.score, at=stamp.at)
        for one in fresh
    )
    by_profile: dict[int, list[New]] = {}
    for one in fresh:
        by_profile.setdefault(one.profile.pk, []).append(one)
    for fits in by_profile.values():
        _tell_one(fits, stamp)


def _tell_one(fits: Sequence[New], stamp: Stamp) -> None:
    profile, best = fits[0].profile, fits[0].scenario
    values: dict[str, Any] = {"profile": profile.title, "title": best.title}
    if len(fits) == 1:
        template = gettext_noop("A new scenario fits “%(profile)s”: %(title)s")
    else:
        values["number"] = len(fits)
        template = gettext_noop(
            "%(number)s new scenarios fit “%(profile)s”, the best of them: %(title)s"
        )
    tell(
        _keepers(profile, stamp),
        group=Group.FOLLOWED,
        template=template,
        values=values,
        about=best if len(fits) == 1 else profile,
        stamp=stamp,
        mail=_MAILS[Telling(profile.told)],
    )


def _keepers(profile: Profile, stamp: Stamp) -> list[User]:
    if profile.user is not None:
        return [profile.user] if profile.user.is_active else []
    seat = profile.organisation.seat if profile.organisation else None
    if seat is None:
        return []
    return wearers(Permission.MATCHMAKING_PROFILE_KEEP, seat, at=stamp.at)
