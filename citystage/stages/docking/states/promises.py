"""The life of a promise: noted at the table, confirmed by both sides, kept or honestly dropped."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.workflow.flow import Flow, Move


class PromiseState(models.TextChoices):
    """Where a promise stands."""

    NOTED = "noted", _("waits for both sides")
    STANDING = "standing", _("stands")
    REPORTED = "reported", _("reported as done")
    KEPT = "kept", pgettext_lazy("promises", "kept")
    DROPPED = "dropped", _("dropped, with reason")
    DENIED = "denied", _("denied")


_P = PromiseState
BOTH_CONFIRM = Move(
    "both_confirm",
    frozenset({_P.NOTED}),
    _P.STANDING,
    label=_("confirm"),
    verb="docking.promise.stands",
    needs="rule may_confirm",
    tells=("both sides",),
)
DENY = Move(
    "deny",
    frozenset({_P.NOTED}),
    _P.DENIED,
    label=_("deny"),
    verb="docking.promise.denied",
    needs="rule may_confirm",
    tells=("both sides",),
)
REPORT = Move(
    "report",
    frozenset({_P.STANDING}),
    _P.REPORTED,
    label=_("report as done"),
    verb="docking.promise.reported",
    needs="rule is_giver",
    tells=("the one it was given to",),
)
ACCEPT = Move(
    "accept",
    frozenset({_P.REPORTED}),
    _P.KEPT,
    label=_("accept as kept"),
    verb="docking.promise.kept",
    needs="rule is_taker",
    tells=("the one who gave it",),
)
NOT_DONE = Move(
    "not_done",
    frozenset({_P.REPORTED}),
    _P.STANDING,
    label=_("not done yet"),
    verb="docking.promise.not_done",
    needs="rule is_taker",
    tells=("the one who gave it",),
)
DROP = Move(
    "drop",
    frozenset({_P.STANDING, _P.REPORTED}),
    _P.DROPPED,
    label=_("drop, with the reason"),
    verb="docking.promise.dropped",
    needs="rule is_party",
    tells=("both sides",),
)
PROMISE_FLOW = Flow(
    name="promise",
    states=_P,
    start=_P.NOTED,
    moves=(BOTH_CONFIRM, DENY, REPORT, ACCEPT, NOT_DONE, DROP),
)
# Still owed.
OWED = frozenset({_P.STANDING, _P.REPORTED})
# Once both said yes: what is counted.
COUNTED = OWED | {_P.KEPT, _P.DROPPED}
