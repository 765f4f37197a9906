"""The lives of a report of first use 首试首用 and of a firm brought in 引进企业."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class FirstUseKind(models.TextChoices):
    """Which first it is."""

    FIRST_USE = "first_use", _("first trial and first use")
    FIRST_SET = "first_set", _("first set of equipment")
    FIRST_BATCH = "first_batch", _("first batch of a material")
    FIRST_EDITION = "first_edition", _("first edition of software")


class ClaimState(models.TextChoices):
    """A claim counts once it is proven."""

    CLAIMED = "claimed", _("claimed, not proven yet")
    PROVEN = "proven", _("proven")
    REFUSED = "refused", _("not confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


_C = ClaimState
_PROVE = Permission.PROJECT_CLAIM_PROVE


def _moves(thing: str) -> tuple[Move[ClaimState], Move[ClaimState], Move[ClaimState]]:
    return (
        Move(
            "prove",
            frozenset({_C.CLAIMED}),
            _C.PROVEN,
            label=_("confirm as proven"),
            verb=f"projects.{thing}.proven",
            needs=_PROVE,
            tells=("reporter",),
        ),
        Move(
            "refuse",
            frozenset({_C.CLAIMED}),
            _C.REFUSED,
            label=_("not confirm, with reason"),
            verb=f"projects.{thing}.refused",
            needs=_PROVE,
            tells=("reporter",),
        ),
        Move(
            "withdraw",
            frozenset({_C.CLAIMED, _C.PROVEN}),
            _C.WITHDRAWN,
            label=_("withdraw, with reason"),
            verb=f"projects.{thing}.withdrawn",
            needs="rule may_withdraw",
            tells=("reporter",),
        ),
    )


PROVE_USE, REFUSE_USE, WITHDRAW_USE = _moves("first_use")
FIRST_USE_FLOW = Flow(
    name="first_use",
    states=_C,
    start=_C.CLAIMED,
    moves=(PROVE_USE, REFUSE_USE, WITHDRAW_USE),
)
PROVE_ARRIVAL, REFUSE_ARRIVAL, WITHDRAW_ARRIVAL = _moves("arrival")
ARRIVAL_FLOW = Flow(
    name="arrival",
    states=_C,
    start=_C.CLAIMED,
    moves=(PROVE_ARRIVAL, REFUSE_ARRIVAL, WITHDRAW_ARRIVAL),
)
