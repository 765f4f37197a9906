"""What is told of figures: a period was reported, and opened again."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePeriodClosed(Fact):
    """The figures of a period were reported; what changes them from now on is a correction."""

    verb = "evaluation.period.closed"
    label = _("figures of the period closed")
    public = True

    city_id: int
    period: str
    note: str
