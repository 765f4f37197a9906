"""The life of an ask 诉求, from filing to its end; policy suggestions ride the same rail."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.workflow.flow import Flow, Move


class AskKind(models.TextChoices):
    """What is asked of a department."""

    SCENE = "scene", _("open a scene")
    DATA = "data", _("open data")
    ROAD = "road", _("open a road")
    SITE = "site", _("a test place")
    RULE = "rule", _("policy suggestion")
    OTHER = "other", _("something else")
    # One city asks another; routed by whom it names, not by the table.
    NEIGHBOUR = "neighbour", _("another city is asked")


# What a person may choose; the last kind is made from the coverage board.
FILED_KINDS = tuple(kind for kind in AskKind if kind != AskKind.NEIGHBOUR)


class AskOutcome(models.TextChoices):
    """What the unit answers."""

    AGREED = "agreed", pgettext_lazy("ask", "agreed")
    CONDITIONS = "conditions", _("agreed with conditions")
    CANNOT = "cannot", _("cannot, with reason")
    ADOPTED = "adopted", _("adopted")
    NOT_ADOPTED = "not_adopted", _("not adopted, with reason")


_POLICY = (AskOutcome.ADOPTED, AskOutcome.NOT_ADOPTED)


def outcomes_of(kind: str) -> tuple[AskOutcome, ...]:
    """What may be answered to an ask of this kind."""
    if kind == AskKind.RULE:
        return _POLICY
    return tuple(outcome for outcome in AskOutcome if outcome not in _POLICY)


class AskState(models.TextChoices):
    """Where an ask stands."""

    FILED = "filed", _("waits for the reply")
    REPLIED = "replied", _("replied")
    DISPUTED = "disputed", _("disputed, the city decides")
    DECIDED = "decided", _("decided by the city")
    CLOSED = "closed", _("closed by the asker")
    LAPSED = "lapsed", _("closed by time")
    WITHDRAWN = "withdrawn", _("withdrawn")


_S = AskState
REROUTE = Move(
    "reroute",
    frozenset({_S.FILED}),
    _S.FILED,
    label=_("pass on to another unit"),
    verb="docking.ask.rerouted",
    needs="rule may_reroute",
    tells=("asker", "unit"),
)
REPLY = Move(
    "reply",
    frozenset({_S.FILED}),
    _S.REPLIED,
    label=_("reply"),
    verb="docking.ask.replied",
    needs="rule may_reply",
    tells=("asker",),
)
DISPUTE = Move(
    "dispute",
    frozenset({_S.REPLIED}),
    _S.DISPUTED,
    label=_("dispute the reply"),
    verb="docking.ask.disputed",
    needs="rule may_dispute",
    tells=("city", "unit"),
)
DECIDE = Move(
    "decide",
    frozenset({_S.DISPUTED}),
    _S.DECIDED,
    label=_("decide the dispute"),
    verb="docking.ask.decided",
    needs="rule may_decide",
    tells=("asker", "unit"),
)
CLOSE = Move(
    "close",
    frozenset({_S.REPLIED, _S.DECIDED}),
    _S.CLOSED,
    label=_("close"),
    verb="docking.ask.closed",
    needs="rule is_asker",
    tells=("unit",),
)
LAPSE = Move(
    "lapse",
    frozenset({_S.REPLIED, _S.DECIDED}),
    _S.LAPSED,
    label=_("close by time"),
    verb="docking.ask.lapsed",
    needs="rule the time of the pack has passed",
    tells=("asker", "unit"),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_S.FILED}),
    _S.WITHDRAWN,
    label=_("withdraw"),
    verb="docking.ask.withdrawn",
    needs="rule is_asker",
    tells=("unit",),
)
ASK_FLOW = Flow(
    name="ask",
    states=_S,
    start=_S.FILED,
    moves=(REROUTE, REPLY, DISPUTE, DECIDE, CLOSE, LAPSE, WITHDRAW),
)
# Somebody has to do something, or may yet object.
OPEN = frozenset({_S.FILED, _S.REPLIED, _S.DISPUTED, _S.DECIDED})
# What the public may read, where the asker allows it.
ANSWERED = frozenset({_S.REPLIED, _S.DISPUTED, _S.DECIDED, _S.CLOSED, _S.LAPSED})
