"""The lives of an intent 意向 and of an agreement 签约."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.workflow.flow import Flow, Move


class DealKind(models.TextChoices):
    """What two sides agree on; amounts of different kinds are never added."""

    COOPERATION = "cooperation", _("cooperation")
    PURCHASE = "purchase", _("purchase")
    INVESTMENT = "investment", _("investment")
    TRIAL = "trial", _("trial")


class Force(models.TextChoices):
    """How far an agreement binds."""

    FRAMEWORK = "framework", _("framework or letter of intent")
    BINDING = "binding", _("binding contract")
    UNKNOWN = "unknown", _("not known")


class IntentState(models.TextChoices):
    """Where an intent stands."""

    OPEN = "open", _("in talks")
    AGREED = "agreed", _("became an agreement")
    LOST = "lost", _("came to nothing")


_I = IntentState
TURN = Move(
    "turn",
    frozenset({_I.OPEN}),
    _I.AGREED,
    label=_("turn into an agreement"),
    verb="docking.intent.agreed",
    needs="rule may_keep_deal",
    tells=("parties",),
)
LOSE = Move(
    "lose",
    frozenset({_I.OPEN}),
    _I.LOST,
    label=_("record that it came to nothing"),
    verb="docking.intent.lost",
    needs="rule may_keep_deal",
    tells=("parties",),
)
REVIVE = Move(
    "revive",
    frozenset({_I.LOST}),
    _I.OPEN,
    label=_("take up again"),
    verb="docking.intent.revived",
    needs="rule may_keep_deal",
    tells=("parties",),
)
INTENT_FLOW = Flow(name="intent", states=_I, start=_I.OPEN, moves=(TURN, LOSE, REVIVE))


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    SIGNED = "signed", _("signed")
    EXPIRED = "expired", _("expired")
    ENDED = "ended", _("ended early, with reason")


_A = AgreementState
EXPIRE = Move(
    "expire",
    frozenset({_A.SIGNED}),
    _A.EXPIRED,
    label=_("expire"),
    verb="docking.agreement.expired",
    needs="rule its last day has passed",
    tells=("parties",),
)
AMEND = Move(
    "amend",
    frozenset({_A.SIGNED, _A.EXPIRED}),
    _A.SIGNED,
    label=_("amend"),
    verb="docking.agreement.amended",
    needs="rule may_keep_deal",
    tells=("parties",),
)
END = Move(
    "end",
    frozenset({_A.SIGNED}),
    _A.ENDED,
    label=_("end early"),
    verb="docking.agreement.ended",
    needs="rule may_keep_deal",
    tells=("parties",),
)
AGREEMENT_FLOW = Flow(name="agreement", states=_A, start=_A.SIGNED, moves=(EXPIRE, AMEND, END))
