"""How readings came in: day by day and source by source, and the batches of one day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Avg, Count, F, Max, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.stages.selection.posting import ZONE
from citystage.stages.trials.models import Batch, Reading, Trial
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.terms import Frame

type Key = tuple[date, str]
type Rows = QuerySet[Any, Any]

ORDERS: Final = {"new": ("-day", "source"), "old": ("day", "source")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """All that came in on one day by one way: how often, how much, and what it comes to."""

    day: date
    source: str
    batches: int
    readings: int
    # Rows that stood there already.
    known: int
    last: datetime
    totals: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What the days are cut to; empty values cut nothing."""

    sources: tuple[str, ...] = ()
    sort: str = "new"


def days(trial: Trial, cut: Cut) -> Rows:
    """Day and source with their counts; to be told of with ``told``."""
    found = Batch.objects.filter(trial=trial)
    if cut.sources:
        found = found.filter(source__in=cut.sources)
    counted = found.annotate(day=TruncDate("made_at", tzinfo=ZONE)).values("day", "source")
    summed = counted.annotate(
        sent=Count("pk"), taken=Sum("number"), stood=Sum("known"), last=Max("made_at")
    )
    rows: Rows = summed.order_by(*ORDERS.get(cut.sort, ORDERS["new"]))
    return rows


def newest(trial: Trial, frame: Frame, *, number: int) -> tuple[list[Incoming], bool]:
    """The last ``number`` days up to the newest batch, and whether there are earlier ones."""
    last = Batch.objects.filter(trial=trial).order_by("-made_at").values_list("made_at").first()
    if last is None:
        return [], False
    since = _midnight(timezone.localdate(last[0]) - timedelta(days=number - 1))
    rows = list(days(trial, Cut()).filter(made_at__gte=since))
    earlier = Batch.objects.filter(trial=trial, made_at__lt=since).exists()
    return told(trial, frame, rows), earlier


def told(trial: Trial, frame: Frame, rows: Sequence[Mapping[str, Any]]) -> list[Incoming]:
    """The same days with what their standing readings come to; one query."""
    come = _totals(trial, frame, rows) if rows else {}
    return [
        Incoming(
            day=row["day"],
            source=row["source"],
            batches=row["sent"],
            readings=row["taken"],
            known=row["stood"],
            last=row["last"],
            totals=come.get((row["day"], row["source"]), ()),
        )
        for row in rows
    ]


def _totals(
    trial: Trial, frame: Frame, rows: Sequence[Mapping[str, Any]]
) -> Mapping[Key, Sequence[str]]:
    first, last = min(row["day"] for row in rows), max(row["day"] for row in rows)
    found = Reading.objects.filter(
        trial=trial,
        batch__made_at__gte=_midnight(first),
        batch__made_at__lt=_midnight(last + timedelta(days=1)),
    ).standing()
    dated = found.annotate(
        day=TruncDate("batch__made_at", tzinfo=ZONE), source=F("batch__source")
    ).order_by("measure")
    each = dated.values("day", "source", "measure")
    come: dict[Key, list[str]] = defaultdict(list)
    for row in each.annotate(total=Sum("value"), mean=Avg("value")):
        come[row["day"], row["source"]].append(_come_to(frame, row))
    return come


def _come_to(frame: Frame, row: Mapping[str, Any]) -> str:
    """``运行时长 12.5 小时``; of what is not added up the mean."""
    measure = frame.measure(row["measure"])
    if measure is None:
        return f"{row['measure']} {plain(row['total'])}"
    values = {"name": measure.label, "unit": measure.unit_label}
    if measure.measured == "latest":
        mean = Decimal(row["mean"]).quantize(Decimal("0.01"))
        return _("%(name)s %(number)s %(unit)s on average") % (values | {"number": plain(mean)})
    return _("%(name)s %(number)s %(unit)s") % (values | {"number": plain(row["total"])})


def batches_of(trial: Trial, day: date, sources: tuple[str, ...] = ()) -> QuerySet[Batch]:
    """What came in on one day, the latest first."""
    found = Batch.objects.filter(
        trial=trial,
        made_at__gte=_midnight(day),
        made_at__lt=_midnight(day + timedelta(days=1)),
    )
    if sources:
        found = found.filter(source__in=sources)
    return found.select_related("token", "made_by", "made_for").order_by("-made_at", "-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)
