"""How a recognition is made: its number by the pattern of the terms, its batch, its code."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.facts import LabelGiven, LabelRenewed, LabelWithdrawn
from citystage.stages.catalogue.models import Lab, Label, Release
from citystage.stages.catalogue.states import RENEW, WITHDRAW_LABEL

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PART = re.compile(r"\{(year|batch|number)(?::0?(\d))?d?\}")


class NoReason(Refusal):
    """Whoever loses a recognition is told why, and so is everybody who verifies it."""


class NoTerm(Refusal):
    """A new term ends after it begins."""


def lock_city(city_id: int) -> Unit:
    """The row of the city, under which labels get their numbers and labs their batches."""
    return Unit.objects.select_for_update(of=("self",)).get(pk=city_id)


def fresh_code() -> str:
    """A code nobody can guess: twelve signs that are not taken for one another."""
    return "".join(secrets.choice(_SIGNS) for _ in range(12))


def written(pattern: str, *, year: int, batch: int, number: int) -> str:
    """The number by its pattern: {year}, {batch}, {number}, padded as in {number:03d}."""
    values = {"year": year, "batch": batch, "number": number}

    def fill(found: re.Match[str]) -> str:
        return str(values[found[1]]).zfill(int(found[2] or 0))

    return _PART.sub(fill, pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A label to be given."""

    kind: str
    words: dict[str, Any]
    pattern: str
    since: date
    until: date | None
    candidacy_id: int | None = None
    renews: Label | None = None


def give(lab: Lab, wanted: Wanted, *, stamp: Stamp) -> Label:
    """Give the label under the next free number (the caller holds the city's row)."""
    of_kind = Label.objects.filter(city_id=lab.city_id, kind=wanted.kind)
    last = of_kind.filter(year=wanted.since.year).aggregate(last=Max("ordinal"))["last"] or 0
    taken = set(of_kind.exclude(number="").values_list("number", flat=True))
    ordinal = last + 1
    while (number := _number(lab, wanted, ordinal)) in taken and "{number" in wanted.pattern:
        ordinal += 1
    label = Label.objects.create(
        lab=lab,
        city_id=lab.city_id,
        kind=wanted.kind,
        words=wanted.words,
        pattern=wanted.pattern,
        number=f"{number}-{ordinal}" if number in taken else number,
        year=wanted.since.year,
        ordinal=ordinal,
        since=wanted.since,
        until=wanted.until,
        code=fresh_code(),
        candidacy_id=wanted.candidacy_id,
        renews=wanted.renews,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    told = LabelGiven(label_id=label.pk, lab_id=lab.pk, number=label.number)
    journal.record(told, subject=lab, stamp=stamp)
    return label


def lock_label(pk: int) -> Label:
    """The label as it stands now, held until the transaction ends."""
    rows = Label.objects.select_for_update(of=("self",)).select_related("lab", "city")
    return rows.get(pk=pk)


def withdraw(label: Label, *, reason: str, stamp: Stamp) -> None:
    """Withdraw a label the caller holds; plaque and certificate verify as withdrawn."""
    if not reason.strip():
        raise NoReason(_("Say why: everybody who verifies the plaque reads it."))
    label.reason, label.ended_at = reason.strip(), stamp.at
    label.save(update_fields=["reason", "ended_at"])
    told = LabelWithdrawn(label_id=label.pk, lab_id=label.lab_id, reason=label.reason)
    advance(label, WITHDRAW_LABEL, fact=told, stamp=stamp)


def next_term(label: Label, *, at: datetime) -> date:
    """The first day of a renewal: where this term ends, or today when that is past."""
    today = timezone.localdate(at)
    return max(label.until or today, today)


def renew(label: Label, *, until: date, stamp: Stamp) -> Label:
    """Give another label in place of this one (the caller holds the city's row and the label)."""
    since = next_term(label, at=stamp.at)
    if until <= since:
        raise NoTerm(_("The new term must end after it begins on %s.") % since.isoformat())
    wanted = Wanted(
        kind=label.kind,
        words=label.words,
        pattern=label.pattern,
        since=since,
        until=until,
        renews=label,
    )
    # The old one steps back first: a lab has one valid label.
    label.ended_at = stamp.at
    label.save(update_fields=["ended_at"])
    told = LabelRenewed(label_id=label.pk, lab_id=label.lab_id, until=until.isoformat())
    advance(label, RENEW, fact=told, stamp=stamp)
    return give(label.lab, wanted, stamp=stamp)


def _number(lab: Lab, wanted: Wanted, ordinal: int) -> str:
    return written(wanted.pattern, year=wanted.since.year, batch=lab.batch, number=ordinal)


def next_batch(city: Unit) -> int:
    """One more than the last batch known here, recognised or told by a source."""
    known = Lab.objects.filter(city=city).aggregate(last=Max("batch"))["last"] or 0
    stated = Release.objects.filter(city=city, kind=Release.Kind.LABS)
    batches = [one.source.get("batch", 0) for one in stated]
    return int(max([known, *batches])) + 1
