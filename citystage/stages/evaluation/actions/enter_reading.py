"""A figure that a source states is entered by hand; a correction is a reading of its own."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.facts.plan import ReadingEntered
from citystage.stages.evaluation.models import Reported
from citystage.stages.evaluation.plan_writing import (
    NotAPlan,
    PlanChangedMeanwhile,
    plain,
    reasoned,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a source states, as it is typed."""

    name: str
    name_en: str = ""
    # The code of the indicator it stands beside.
    indicator: str = ""
    measure: str = Reported.Measure.NUMBER
    value: Decimal
    exactness: str = Reported.Exactness.EXACT
    unit: str = ""
    unit_en: str = ""
    as_written: str = ""
    as_of: date | None = None
    as_of_text: str
    as_of_text_en: str = ""
    quote: str = ""
    place: str = ""
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text that states it."""

    title: str
    publisher: str = ""
    published: date
    url: str

    @property
    def kept(self) -> dict[str, str]:
        """As a reading keeps it."""
        return {name: str(value) for name, value in asdict(self).items()}


@transaction.atomic(durable=True)
def enter_reading(
    city: Unit, *, stated: Stated, source: Source, reason: str, stamp: Stamp
) -> Reported:
    """Raises ``NotAPlan`` where its name, time, source or reason is missing."""
    plan_rules.may_edit(stamp.actor, city).enforce()
    return _keep(city, stated, source, reason, stamp)


@transaction.atomic(durable=True)
def correct_reading(
    reading: Reported, *, stated: Stated, source: Source, reason: str, stamp: Stamp
) -> Reported:
    """The former reading stays; only what was entered by hand is corrected by hand."""
    plan_rules.may_edit(stamp.actor, reading.city).enforce()
    locked = Reported.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if not locked.by_hand:
        raise NotAPlan(_("A reading of the city pack is corrected in the pack."))
    if Reported.objects.filter(corrects=locked).exists():
        raise PlanChangedMeanwhile(_("Somebody corrected this reading meanwhile."))
    return _keep(reading.city, stated, source, reason, stamp, corrects=locked)


def _keep(  # noqa: PLR0913 -- the parts of one reading
    city: Unit,
    stated: Stated,
    source: Source,
    reason: str,
    stamp: Stamp,
    *,
    corrects: Reported | None = None,
) -> Reported:
    if not (stated.name.strip() and stated.as_of_text.strip() and source.title.strip()):
        raise NotAPlan(_("A reading has a name, a time and a source with its title."))
    if not stated.value.is_finite():
        raise NotAPlan(_("The value is not a number."))
    last = Reported.objects.filter(city=city).aggregate(last=Max("ordinal"))["last"] or 0
    told = asdict(stated)
    told["as_written"] = stated.as_written or f"{plain(stated.value)}{stated.unit}"[:80]
    made = Reported.objects.create(
        city=city,
        code=f"hand-{uuid4().hex[:16]}",
        source=source.kept,
        ordinal=corrects.ordinal if corrects else last + 1,
        entered_by_id=stamp.actor.person,
        entered_at=stamp.at,
        reason=reasoned(reason),
        corrects=corrects,
        **told,
    )
    fact = ReadingEntered(
        reported_id=made.pk,
        value=plain(made.value),
        reason=made.reason,
        corrects=corrects.pk if corrects else None,
    )
    journal.record(fact, subject=made, stamp=stamp)
    return made
