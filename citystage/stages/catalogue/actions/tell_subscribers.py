"""Mail every confirmed subscription what became public since it was last told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import queries as ledger
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Cursor, Mail
from citystage.stages.catalogue.facts import ScenarioPublished
from citystage.stages.catalogue.models import Scenario, Subscription
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.queries.filters import read_query
from citystage.stages.catalogue.tokens import hashed, token_of

CURSOR = "catalogue.subscriptions"
# Titles in one mail; the page of the filter shows the rest.
NAMED = 20
_BATCH = 1000
# One run reads so many rows of the ledger; the next run goes on from there.
_MOST_BATCHES = 200


@dataclass(frozen=True, slots=True)
class _News:
    """What became public for the first time, and when; ``last`` names this piece of the ledger."""

    since: dict[int, datetime]
    last: int


@transaction.atomic(durable=True)
def tell_subscribers(*, stamp: Stamp) -> int:
    """Queue one mail for each subscription with news; returns how many.

    The cursor is locked and moved in the transaction that queues the mails, so a run that dies
    has told nothing and the next one tells it; two runs at once take turns.
    """
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    news = _read(cursor)
    cursor.save(update_fields=["transaction", "entry"])
    if not news.since:
        return 0
    wanting = Subscription.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True)
    queued = 0
    for subscription in wanting.select_related("city").order_by("pk").iterator(chunk_size=500):
        fresh = _fitting(subscription, news)
        if fresh:
            _queue(subscription, fresh, news, stamp)
            queued += 1
    return queued


def _read(cursor: Cursor) -> _News:
    told: dict[int, datetime] = {}
    firsts: list[int] = []
    for _turn in range(_MOST_BATCHES):
        rows = ledger.feed(after=(cursor.transaction, cursor.entry), limit=_BATCH)
        if not rows:
            break
        for row in rows:
            if row.verb == ScenarioPublished.verb:
                told.setdefault(int(row.payload["scenario_id"]), row.at)
                firsts.append(row.pk)
        cursor.transaction, cursor.entry = rows[-1].transaction, rows[-1].pk
    return _News(_first_only(told, set(firsts)), cursor.entry)


def _first_only(told: dict[int, datetime], read: set[int]) -> dict[int, datetime]:
    """Without those that had been public before: a scenario is told once."""
    first = (
        Entry.objects.filter(
            verb=ScenarioPublished.verb,
            subject__in=[f"{Scenario._meta.label_lower}:{pk}" for pk in told],
        )
        .order_by()
        .values_list("subject")
        .annotate(first=Min("pk"))
    )
    new = {int(subject.rpartition(":")[2]) for subject, pk in first if pk in read}
    return {pk: at for pk, at in told.items() if pk in new}


def _fitting(subscription: Subscription, news: _News) -> list[Scenario]:
    ids = [pk for pk, at in news.since.items() if at > subscription.told_until]
    if not ids:
        return []
    found = scenarios.public(read_query(subscription.query)).filter(pk__in=ids)
    if subscription.city_id:
        found = found.filter(city_id=subscription.city_id)
    return list(found.order_by("-pk"))


def _queue(
    subscription: Subscription, fresh: Sequence[Scenario], news: _News, stamp: Stamp
) -> None:
    token = token_of(subscription)
    with override(subscription.language):
        title = subscription.title or _("all scenarios")
        subject = ngettext(
            "%(number)d new scenario: %(title)s", "%(number)d new scenarios: %(title)s", len(fresh)
        ) % {"number": len(fresh), "title": title}
        mail = Mail(
            to=subscription.email,
            person_id=subscription.user_id,
            subject=subject[:290],
            body=_body(subscription, fresh, token),
            due_at=stamp.at,
            queued_at=stamp.at,
            key=f"subscription:{subscription.pk}:{news.last}",
        )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    subscription.told_until = max(news.since[one.pk] for one in fresh)
    # After a change of the secret key the links of new mails must work.
    subscription.token_hash = hashed(token)
    subscription.save(update_fields=["told_until", "token_hash"])


def _body(subscription: Subscription, fresh: Sequence[Scenario], token: str) -> str:
    lines = []
    for one in fresh[:NAMED]:
        address = f"{settings.SITE_ADDRESS}/scenarios/{one.number}/"
        owner = f" · {one.owner_name}" if one.owner_name else ""
        lines.append(f"{one.label}{owner}\n{address}")
    if len(fresh) > NAMED:
        more = len(fresh) - NAMED
        words = ngettext("And %(number)d more.", "And %(number)d more.", more)
        lines.append(words % {"number": more})
    all_of_them = _("All that fit: %(address)s") % {
        "address": f"{settings.SITE_ADDRESS}/scenarios/?{subscription.query}"
    }
    end = _("No more of these mails: %(address)s") % {
        "address": f"{settings.SITE_ADDRESS}/subscribe/end/{token}/"
    }
    return "\n\n".join([*lines, all_of_them, end, "CityStage"])
