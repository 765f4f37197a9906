"""The lives of a ballot, of a public notice, and of an objection."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class BallotState(models.TextChoices):
    """Where a collective decision stands."""

    PREPARING = "preparing", _("in preparation")
    OPEN = "open", _("votes are taken")
    CLOSED = "closed", _("votes are counted")
    APPLIED = "applied", _("in effect")
    CANCELLED = "cancelled", _("cancelled")


_B = BallotState
OPEN_BALLOT = Move(
    "open",
    frozenset({_B.PREPARING}),
    _B.OPEN,
    label=_("open the vote"),
    verb="selection.ballot.opened",
    needs=Permission.SELECTION_DECISION_PREPARE,
    tells=("voters",),
)
CLOSE_BALLOT = Move(
    "close",
    frozenset({_B.OPEN}),
    _B.CLOSED,
    label=_("close the vote"),
    verb="selection.ballot.closed",
    needs=Permission.SELECTION_DECISION_PREPARE,
    tells=("voters",),
)
REOPEN_BALLOT = Move(
    "reopen",
    frozenset({_B.CLOSED}),
    _B.OPEN,
    label=_("go on voting"),
    verb="selection.ballot.reopened",
    needs=Permission.SELECTION_DECISION_PREPARE,
    tells=("voters",),
)
APPLY_BALLOT = Move(
    "apply",
    frozenset({_B.CLOSED}),
    _B.APPLIED,
    label=_("put into effect together"),
    verb="selection.ballot.applied",
    needs=Permission.SELECTION_DECISION_APPLY,
    tells=(),
)
CANCEL_BALLOT = Move(
    "cancel",
    frozenset({_B.PREPARING, _B.OPEN, _B.CLOSED}),
    _B.CANCELLED,
    label=_("cancel"),
    verb="selection.ballot.cancelled",
    needs=Permission.SELECTION_DECISION_PREPARE,
    tells=("voters",),
)
BALLOT_FLOW = Flow(
    name="ballot",
    states=_B,
    start=_B.PREPARING,
    moves=(OPEN_BALLOT, CLOSE_BALLOT, REOPEN_BALLOT, APPLY_BALLOT, CANCEL_BALLOT),
)


class ObjectionState(models.TextChoices):
    """Where an objection to a noticed decision stands."""

    FILED = "filed", _("filed")
    ADMITTED = "admitted", _("admitted")
    INADMISSIBLE = "inadmissible", _("not admitted")
    UPHELD = "upheld", _("upheld")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


_O = ObjectionState
ADMIT = Move(
    "admit",
    frozenset({_O.FILED}),
    _O.ADMITTED,
    label=_("admit"),
    verb="selection.objection.admitted",
    needs=Permission.SELECTION_OBJECTION_DECIDE,
    tells=("objector", "owner"),
)
NOT_ADMIT = Move(
    "not_admit",
    frozenset({_O.FILED}),
    _O.INADMISSIBLE,
    label=_("do not admit"),
    verb="selection.objection.not_admitted",
    needs=Permission.SELECTION_OBJECTION_DECIDE,
    tells=("objector",),
)
UPHOLD = Move(
    "uphold",
    frozenset({_O.ADMITTED}),
    _O.UPHELD,
    label=_("uphold"),
    verb="selection.objection.upheld",
    needs=Permission.SELECTION_OBJECTION_DECIDE,
    tells=("objector", "owner"),
)
REJECT = Move(
    "reject",
    frozenset({_O.ADMITTED}),
    _O.REJECTED,
    label=_("reject"),
    verb="selection.objection.rejected",
    needs=Permission.SELECTION_OBJECTION_DECIDE,
    tells=("objector", "owner"),
)
WITHDRAW_OBJECTION = Move(
    "withdraw",
    frozenset({_O.FILED, _O.ADMITTED}),
    _O.WITHDRAWN,
    label=_("withdraw"),
    verb="selection.objection.withdrawn",
    needs="rule the objector",
    tells=("city",),
)
OBJECTION_FLOW = Flow(
    name="objection",
    states=_O,
    start=_O.FILED,
    moves=(ADMIT, NOT_ADMIT, UPHOLD, REJECT, WITHDRAW_OBJECTION),
)
# While one of these stands, the decision it is about cannot take effect.
BLOCKING = frozenset({_O.FILED, _O.ADMITTED})
