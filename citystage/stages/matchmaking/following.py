"""One turn of following the catalogue: read the ledger, match what changed, keep it."""

from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import queries as ledger
from citystage.foundation.notices.models import Cursor
from citystage.stages.matchmaking.actions.follow_catalogue import CURSOR, Found, follow_catalogue
from citystage.stages.matchmaking.finding import touched
from citystage.stages.matchmaking.finding.news import new_fits

BATCH = 1000
# Where more changed at once, the whole city is matched instead.
MOST = 100


def follow(*, stamp: Stamp) -> int:
    """Go on behind the cursor by one piece of the ledger; returns how many rows it had."""
    cursor = Cursor.objects.filter(name=CURSOR).first()
    since = (cursor.transaction, cursor.entry) if cursor else (0, 0)
    rows = ledger.feed(after=since, limit=BATCH)
    if not rows:
        return 0
    until = (rows[-1].transaction, rows[-1].pk)
    changed = touched.touched_by(rows)
    found = _found(changed, since, until)
    return len(rows) if follow_catalogue(found, stamp=stamp) else 0


def _found(changed: touched.Touched, since: tuple[int, int], until: tuple[int, int]) -> Found:
    today = timezone.localdate()
    news = new_fits(changed.published, today=today)
    if len(changed) > MOST:
        return Found(since, until, news=news, cities=sorted(touched.cities_of(changed)))
    suppliers = Organisation.objects.filter(pk__in=touched.suppliers_of(changed))
    related = suppliers.select_related("city", "district").order_by("pk")
    return Found(
        since,
        until,
        scenarios=[touched.match_scenario(pk, today=today) for pk in changed.scenarios],
        suppliers=[(one.pk, touched.match_supplier(one, today=today)) for one in related],
        news=news,
    )
