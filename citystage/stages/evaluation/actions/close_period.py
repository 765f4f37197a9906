"""Close a period: its figures are reported, and later changes show as corrections."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.engines.indicators.periods import Period
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.figures import FigurePeriodClosed
from citystage.stages.evaluation.models import Closing
from citystage.stages.evaluation.rules import may_close_period


class AlreadyClosed(Refusal):
    """Somebody closed it before."""


@transaction.atomic(durable=True)
def close_period(city: Unit, *, period: Period, note: str, stamp: Stamp) -> Closing:
    """Once, and for good: what was reported stays what was reported."""
    locked = Unit.objects.select_for_update().get(pk=city.pk)
    may_close_period(stamp, locked, period).enforce()
    if Closing.objects.filter(city=locked, period=period.word).exists():
        raise AlreadyClosed(_("The figures of this period are closed already."))
    closing = Closing.objects.create(
        city=locked,
        period=period.word,
        note=note,
        closed_at=stamp.at,
        closed_by_id=stamp.actor.user_id,
    )
    told = FigurePeriodClosed(city_id=locked.pk, period=period.word, note=note)
    journal.record(told, subject=closing, stamp=stamp)
    return closing
