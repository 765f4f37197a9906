"""The life of a tolerance 政策宽容期: in force until its last day, or withdrawn before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.workflow.flow import Flow, Move


class ToleranceState(models.TextChoices):
    """Where a tolerance stands."""

    STANDING = "standing", _("in force")
    ENDED = "ended", _("ended")
    WITHDRAWN = "withdrawn", _("withdrawn by the office")


_S = ToleranceState
END = Move(
    "end",
    frozenset({_S.STANDING}),
    _S.ENDED,
    label=_("end by time"),
    verb="trials.tolerance.ended",
    needs="rule its last day has passed",
    tells=("beneficiary", "decider"),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_S.STANDING}),
    _S.WITHDRAWN,
    label=_("withdraw"),
    verb="trials.tolerance.withdrawn",
    needs="rule may_withdraw",
    tells=("beneficiary", "decider"),
)
TOLERANCE_FLOW = Flow(name="tolerance", states=_S, start=_S.STANDING, moves=(END, WITHDRAW))
