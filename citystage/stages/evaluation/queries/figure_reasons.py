"""Why a figure reads otherwise than before: which evidence came, went, changed or came late."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.engines.indicators.language import Of, parts_of
from citystage.engines.indicators.periods import Period
from citystage.engines.indicators.periods import period as period_named
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.figure_settings import terms_of
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Evidence, Reading

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """What changed between a reading and the one before it; ``examples`` are some of the rows."""

    reading: Reading
    came: Sequence[Evidence] = ()
    went: Sequence[Evidence] = ()
    changed: Sequence[Evidence] = ()
    # As they stand now: records that count for another unit than before, which were told apart by
    # a name and turned out to be one, or were merged.
    moved: Sequence[Evidence] = ()
    # Among those that came: noted long after they happened.
    late: int = 0

    @property
    def examples(self) -> list[Evidence]:
        """A few rows to look at."""
        return [*self.went, *self.moved, *self.changed, *self.came][:_SHOWN]

    @property
    def rows(self) -> int:
        """How many rows changed."""
        return len(self.went) + len(self.moved) + len(self.changed) + len(self.came)

    @property
    def whole(self) -> bool:
        """Whether ``examples`` are all of them."""
        return self.rows <= _SHOWN


def reasons(
    city: Unit, indicator: Indicator, period: Period, readings: Iterable[Reading]
) -> list[Reason]:
    """For each reading the evidence that changed with it; one query for all of them."""
    shown = list(readings)
    moments = {one.made_at for one in shown if one.kind == Reading.Kind.CHANGED}
    if not moments:
        return [Reason(one) for one in shown]
    rows = _rows(city, indicator, period, Evidence.objects.all())
    rows = rows.filter(Q(since_at__in=moments) | Q(until_at__in=moments))
    if (first := next(iter(shown), None)) and first.by:
        rows = rows.filter(**{first.by: first.key})
    changed = list(rows.order_by("-happened_on", "-pk"))
    late = timedelta(days=terms_of(city.pk).backdated_after_days)
    return [_reason(one, changed, late) for one in shown]


def reach_reading(city: Unit, pk: int) -> Reading:
    """A reading that was kept. Raises ``NotFound``."""
    found = Reading.objects.filter(city=city, pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such reading."))
    return found


def known_then(city: Unit, indicator: Indicator, reading: Reading) -> QuerySet[Evidence]:
    """Every row that the figure was read from, as it was known at the reading."""
    told = indicator.model_copy(update={"formula": reading.formula})
    known = Evidence.objects.known_at(reading.made_at)
    rows = _rows(city, told, period_of(reading), known)
    if reading.by:
        rows = rows.filter(**{reading.by: reading.key})
    return rows.order_by("-happened_on", "-pk")


def again(rows: Iterable[Evidence]) -> QuerySet[Evidence]:
    """The same rows as a list that can be narrowed and paged."""
    found = Evidence.objects.filter(pk__in=[one.pk for one in rows])
    return found.order_by("-happened_on", "-pk")


def period_of(reading: Reading) -> Period:
    """The period a reading is of."""
    found = period_named(reading.period)
    # Only readings of periods are kept.
    assert found is not None
    return found


def _reason(reading: Reading, rows: Iterable[Evidence], late: timedelta) -> Reason:
    if reading.kind != Reading.Kind.CHANGED:
        return Reason(reading)
    begun = {_key(one): one for one in rows if one.since_at == reading.made_at}
    ended = {_key(one): one for one in rows if one.until_at == reading.made_at}
    came, went, moved = _apart(
        [one for key, one in begun.items() if key not in ended],
        [one for key, one in ended.items() if key not in begun],
    )
    return Reason(
        reading,
        came=came,
        went=went,
        changed=[one for key, one in begun.items() if key in ended],
        moved=moved,
        late=sum(timezone.localdate(one.since_at) - one.happened_on > late for one in came),
    )


def _apart(
    came: Iterable[Evidence], went: Iterable[Evidence]
) -> tuple[list[Evidence], list[Evidence], list[Evidence]]:
    """What came, what went, and what only changed the unit it counts for."""
    gone: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for one in went:
        gone[one.source, one.record].append(one)
    new, moved = [], []
    for one in came:
        if gone[one.source, one.record]:
            gone[one.source, one.record].pop()
            moved.append(one)
        else:
            new.append(one)
    return new, [one for rest in gone.values() for one in rest], moved


def _key(row: Evidence) -> tuple[str, str, str]:
    return row.source, row.record, row.unit


def _rows(
    city: Unit, indicator: Indicator, period: Period, among: QuerySet[Evidence]
) -> QuerySet[Evidence]:
    """Rows of the period; conditions on standing set aside."""
    chosen = Q(pk__in=[])
    for of in parts_of(indicator.parsed):
        chosen |= _spoken_of(of)
    found = among.filter(chosen, city=city)
    if period.grain != "ever":
        found = found.filter(happened_on__gte=period.first, happened_on__lt=period.until)
    return found


def _spoken_of(of: Of) -> Q:
    found = Q(source__in=of.sources)
    for one in of.where:
        if one.field != "standing":
            held = Q(**{f"{one.field}__in": one.values})
            found &= ~held if one.negated else held
    return found
