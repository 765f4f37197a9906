"""The life of a registration."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class RegistrationState(models.TextChoices):
    """Where the wish to act for an organisation stands."""

    WAITING = "waiting", _("waiting for approval")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


_S = RegistrationState

APPROVE = Move(
    "approve",
    frozenset({_S.WAITING}),
    _S.APPROVED,
    label=_("approve"),
    verb="membership.registration.approved",
    needs=Permission.MEMBERSHIP_REGISTRATION_DECIDE,
    tells=("applicant",),
)
DECLINE = Move(
    "decline",
    frozenset({_S.WAITING}),
    _S.DECLINED,
    label=_("decline"),
    verb="membership.registration.declined",
    needs=Permission.MEMBERSHIP_REGISTRATION_DECIDE,
    tells=("applicant",),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_S.WAITING}),
    _S.WITHDRAWN,
    label=_("withdraw"),
    verb="membership.registration.withdrawn",
    needs="rule own registration",
    tells=(),
)

REGISTRATION_FLOW = Flow(
    name="registration", states=_S, start=_S.WAITING, moves=(APPROVE, DECLINE, WITHDRAW)
)
