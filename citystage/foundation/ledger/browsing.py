"""Browsing the whole ledger as the audit administrator does: filtered, newest first, by cursor."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.kernel.verdicts import ALLOWED, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What the browser is cut to; empty values do not cut. The period is half-open."""

    person_id: int | None = None
    unit_id: int | None = None
    verb: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def may_read(actor: Actor) -> Verdict:
    """The audit administrator."""
    if actor.may(Permission.LEDGER_ENTRY_READ):
        return ALLOWED
    return Verdict(gettext_lazy("Only the audit administrator reads the ledger."))


def may_verify(actor: Actor) -> Verdict:
    """The audit administrator."""
    if actor.may(Permission.LEDGER_CHAIN_VERIFY):
        return ALLOWED
    return Verdict(gettext_lazy("Only the audit administrator verifies the ledger."))


def entries(actor: Actor, wanted: EntryFilter) -> QuerySet[Entry]:
    """Entries of the actor's cities and of nobody's (the house, visitors), newest first."""
    may_read(actor).enforce()
    own = subtree(actor.reach(Permission.LEDGER_ENTRY_READ), "unit__path")
    found = Entry.objects.filter(own | Q(unit__isnull=True)).select_related("actor", "unit")
    cuts = {
        "actor_id": wanted.person_id,
        "unit_id": wanted.unit_id,
        "verb": wanted.verb,
        "subject": wanted.subject,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return found.filter(**{name: value for name, value in cuts.items() if value}).order_by("-id")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the ledger, with the cursors of its neighbours (0: there is none)."""

    rows: list[Entry]
    older: int
    newer: int


def leaf(found: QuerySet[Entry], *, before: int, after: int, size: int) -> Leaf:
    """The page before or after an entry: as quick at the millionth row as at the first."""
    if after:
        rows = list(found.filter(pk__gt=after).order_by("id")[: size + 1])
        more_newer, rows = len(rows) > size, rows[:size][::-1]
        return Leaf(rows, rows[-1].pk if rows else 0, rows[0].pk if more_newer else 0)
    rows = list((found.filter(pk__lt=before) if before else found)[: size + 1])
    more_older, rows = len(rows) > size, rows[:size]
    newer = rows[0].pk if rows and before else 0
    return Leaf(rows, rows[-1].pk if more_older else 0, newer)


def reach_entry(actor: Actor, pk: int) -> Entry:
    """One entry. Raises ``NotFound`` outside the actor's cities."""
    entry = entries(actor, EntryFilter()).filter(pk=pk).first()
    if entry is None:
        raise NotFound(_("There is no such entry within your reach."))
    return entry
