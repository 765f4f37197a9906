"""Readings for pages and devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from citystage.foundation.membership.tokens import token_hash
from citystage.kernel.refusals import NotFound
from citystage.stages.trials.models import Batch, Reading, Token, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list of readings is cut to; empty values cut nothing."""

    measures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    words: str = ""
    batch: int | None = None
    sort: str = "new"


ORDERS: Final = {
    "new": ("-happened_at", "-pk"),
    "old": ("happened_at", "pk"),
    "entered": ("-batch_id", "-pk"),
}


def readings(trial: Trial, cut: Cut) -> QuerySet[Reading]:
    """Those of a trial; removed ones stand among them with their reason."""
    found = Reading.objects.filter(trial=trial)
    if cut.measures:
        found = found.filter(measure__in=cut.measures)
    if cut.sources:
        found = found.filter(batch__source__in=cut.sources)
    if cut.batch is not None:
        found = found.filter(batch=cut.batch)
    marks = Q()
    if "backdated" in cut.marks:
        marks |= Q(backdated=True)
    if "removed" in cut.marks:
        marks |= Q(removed_at__isnull=False)
    if cut.words:
        words = cut.words
        found = found.filter(
            Q(site__icontains=words) | Q(device__icontains=words) | Q(note__icontains=words)
        )
    along = ("batch__made_by", "batch__made_for", "batch__token", "removed_by")
    order = ORDERS.get(cut.sort, ORDERS["new"])
    return found.filter(marks).select_related(*along).order_by(*order)


@dataclass(frozen=True, slots=True)
class Total:
    """What one measure comes to in the list as it is cut; removed ones are left out."""

    code: str
    number: int
    value: Decimal


def totals(found: QuerySet[Reading]) -> Sequence[Total]:
    """Per measure, of the readings that stand."""
    rows = found.filter(removed_at__isnull=True).select_related(None).order_by("measure")
    counted = rows.values_list("measure").annotate(number=Count("pk"), total=Sum("value"))
    return [Total(code, number, value) for code, number, value in counted]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many readings a trial has, and how many of them were entered later or removed."""

    standing: int
    later: int
    removed: int
    first: datetime | None
    last: datetime | None


def tally(trial: Trial) -> Tally:
    """One query over all readings of a trial."""
    stands = Q(removed_at__isnull=True)
    told = Reading.objects.filter(trial=trial).aggregate(
        standing=Count("pk", filter=stands),
        later=Count("pk", filter=stands & Q(backdated=True)),
        removed=Count("pk", filter=~stands),
        first=Min("happened_at", filter=stands),
        last=Max("happened_at", filter=stands),
    )
    return Tally(**told)


def reading_of(trial: Trial, pk: int) -> Reading:
    """One reading. Raises ``NotFound``."""
    rows = Reading.objects.filter(trial=trial, pk=pk).select_related("trial", "batch")
    if found := rows.first():
        return found
    raise NotFound(_("There is no such reading."))


def trial_of_batch(pk: int) -> int:
    """The trial a batch belongs to. Raises ``NotFound``."""
    if found := Batch.objects.filter(pk=pk).values_list("trial").first():
        return int(found[0])
    raise NotFound(_("There is no such batch of readings."))


def tokens_of(trial: Trial) -> list[Token]:
    """Devices that may send, and those that could."""
    return list(trial.tokens.select_related("made_by", "made_for"))


def token_of(trial: Trial, pk: int) -> Token:
    """One access. Raises ``NotFound``."""
    if found := trial.tokens.filter(pk=pk).select_related("trial").first():
        return found
    raise NotFound(_("There is no such access."))


def token_with(secret: str) -> Token | None:
    """The access whose secret this is, whether it has ended or not."""
    rows = Token.objects.filter(digest=token_hash(secret))
    return rows.select_related("trial__city", "made_for").first()
