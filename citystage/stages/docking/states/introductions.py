"""The life of an interest: shown by a side or brokered, until both agree or one does not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.workflow.flow import Flow, Move


class IntroductionState(models.TextChoices):
    """Where an interest stands."""

    WAITING = "waiting", _("waits for consent")
    INTRODUCED = "introduced", _("both sides know each other")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


_I = IntroductionState
BOTH_AGREE = Move(
    "both_agree",
    frozenset({_I.WAITING}),
    _I.INTRODUCED,
    label=_("agree to be introduced"),
    verb="docking.introduction.made",
    needs="rule may_agree",
    tells=("both sides", "broker"),
)
DECLINE = Move(
    "decline",
    frozenset({_I.WAITING}),
    _I.DECLINED,
    label=_("decline the introduction"),
    verb="docking.introduction.declined",
    needs="rule may_agree",
    tells=("the other side", "broker"),
)
TAKE_BACK = Move(
    "take_back",
    frozenset({_I.WAITING}),
    _I.WITHDRAWN,
    label=_("take the interest back"),
    verb="docking.introduction.taken_back",
    needs="rule may_take_back",
    tells=("the other side",),
)
INTRODUCTION_FLOW = Flow(
    name="introduction", states=_I, start=_I.WAITING, moves=(BOTH_AGREE, DECLINE, TAKE_BACK)
)
# While one of these stands there is no second one for the same pair.
STANDING = frozenset({_I.WAITING, _I.INTRODUCED})


class Side(models.TextChoices):
    """Who began an introduction."""

    OWNER = "owner", _("the owner of the scenario")
    SUPPLIER = "supplier", _("the supplier")
    BROKER = "broker", _("a broker")
