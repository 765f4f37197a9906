"""The lives of a lab's needs, and of a renewal it asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move

_WHO = "rule the lab's own people, or the coordinating office"


class NeedState(models.TextChoices):
    """Where a need of a lab stands."""

    OPEN = "open", _("open need")
    MET = "met", _("need met")
    DROPPED = "dropped", _("need dropped")


_N = NeedState
MEET = Move(
    "meet",
    frozenset({_N.OPEN}),
    _N.MET,
    label=_("say that it is met"),
    verb="evaluation.need.met",
    needs=_WHO,
    tells=("lab", "city"),
)
DROP_NEED = Move(
    "drop",
    frozenset({_N.OPEN}),
    _N.DROPPED,
    label=_("drop the need"),
    verb="evaluation.need.dropped",
    needs=_WHO,
    tells=("lab", "city"),
)
REOPEN_NEED = Move(
    "reopen",
    frozenset({_N.MET, _N.DROPPED}),
    _N.OPEN,
    label=_("take it up again"),
    verb="evaluation.need.reopened",
    needs=_WHO,
    tells=("lab", "city"),
)
NEED_FLOW = Flow(name="lab_need", states=_N, start=_N.OPEN, moves=(MEET, DROP_NEED, REOPEN_NEED))


class RenewalState(models.TextChoices):
    """Where a renewal asked for stands."""

    ASKED = "asked", _("renewal asked for")
    GRANTED = "granted", _("renewed")
    REFUSED = "refused", _("not renewed")
    TAKEN_BACK = "taken_back", _("taken back by the lab")
    CLOSED = "closed", _("closed: the recognition was withdrawn")


_R = RenewalState
GRANT = Move(
    "grant",
    frozenset({_R.ASKED}),
    _R.GRANTED,
    label=_("renew the recognition"),
    verb="evaluation.renewal.granted",
    needs=Permission.CATALOGUE_LABEL_MANAGE,
    tells=("lab",),
)
REFUSE = Move(
    "refuse",
    frozenset({_R.ASKED}),
    _R.REFUSED,
    label=_("refuse the renewal"),
    verb="evaluation.renewal.refused",
    needs=Permission.CATALOGUE_LABEL_MANAGE,
    tells=("lab",),
)
TAKE_BACK = Move(
    "take_back",
    frozenset({_R.ASKED}),
    _R.TAKEN_BACK,
    label=_("take the request back"),
    verb="evaluation.renewal.taken_back",
    needs=Permission.EVALUATION_LAB_KEEP,
    tells=("city",),
)
CLOSE_RENEWAL = Move(
    "close",
    frozenset({_R.ASKED}),
    _R.CLOSED,
    label=_("close it with the recognition"),
    verb="evaluation.renewal.closed",
    needs="rule the recognition was withdrawn",
    tells=(),
)
RENEWAL_FLOW = Flow(
    name="renewal",
    states=_R,
    start=_R.ASKED,
    moves=(GRANT, REFUSE, TAKE_BACK, CLOSE_RENEWAL),
)
