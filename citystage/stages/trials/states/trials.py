"""The life of a trial 先用后转: drafted, signed by both sides, run, suspended, ended honestly."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.workflow.flow import Flow, Move


class TrialState(models.TextChoices):
    """Where a trial stands."""

    DRAFT = "draft", _("in draft")
    RUNNING = "running", _("running")
    SUSPENDED = "suspended", _("suspended")
    TAKEN = "taken", _("taken over")
    NOT_TAKEN = "not_taken", _("not taken over")
    FAILED = "failed", _("did not work")
    DROPPED = "dropped", _("not concluded")


class Side(models.TextChoices):
    """The two sides of a trial."""

    OWNER = "owner", _("owner of the scenario")
    SUPPLIER = "supplier", _("supplier")


class Source(models.TextChoices):
    """How a reading came in."""

    FORM = "form", _("typed")
    FILE = "file", _("uploaded")
    API = "api", _("sent by a device")


class Judgement(models.TextChoices):
    """What an incident was judged to be."""

    INSIDE = "inside", _("within tolerance")
    OUTSIDE = "outside", _("outside tolerance")
    NO_FAULT = "no_fault", _("nobody at fault")


_T = TrialState
LIVE: Final = (_T.DRAFT, _T.RUNNING, _T.SUSPENDED)
SIGNED: Final = (_T.RUNNING, _T.SUSPENDED)
ENDED: Final = (_T.TAKEN, _T.NOT_TAKEN, _T.FAILED)

SIGN = Move(
    "sign",
    frozenset({_T.DRAFT}),
    _T.RUNNING,
    label=_("sign for the second side"),
    verb="trials.trial.signed",
    needs="rule may_sign",
    tells=("owner", "supplier", "offices"),
)
DROP = Move(
    "drop",
    frozenset({_T.DRAFT}),
    _T.DROPPED,
    label=_("give up the draft"),
    verb="trials.trial.dropped",
    needs="rule may_draft",
    tells=("owner", "supplier"),
)
SUSPEND = Move(
    "suspend",
    frozenset({_T.RUNNING, _T.SUSPENDED}),
    _T.SUSPENDED,
    label=_("suspend after an incident"),
    verb="trials.trial.suspended",
    needs="rule may_report_incident",
    tells=("owner", "supplier", "offices"),
)
RESUME = Move(
    "resume",
    frozenset({_T.SUSPENDED}),
    _T.RUNNING,
    label=_("resume"),
    verb="trials.trial.resumed",
    needs="rule may_resume",
    tells=("owner", "supplier", "offices"),
)
TAKE = Move(
    "take",
    frozenset({_T.RUNNING}),
    _T.TAKEN,
    label=_("take over"),
    verb="trials.trial.ended",
    needs="rule may_conclude",
    tells=("owner", "supplier", "offices"),
)
LEAVE = Move(
    "leave",
    frozenset({_T.RUNNING, _T.SUSPENDED}),
    _T.NOT_TAKEN,
    label=_("not take over"),
    verb="trials.trial.ended",
    needs="rule may_conclude, or may_exit",
    tells=("owner", "supplier", "offices"),
)
FAIL = Move(
    "fail",
    frozenset({_T.RUNNING, _T.SUSPENDED}),
    _T.FAILED,
    label=_("close as failed"),
    verb="trials.trial.ended",
    needs="rule may_fail",
    tells=("owner", "supplier", "offices"),
)
TRIAL_FLOW = Flow(
    name="trial",
    states=_T,
    start=_T.DRAFT,
    moves=(SIGN, DROP, SUSPEND, RESUME, TAKE, LEAVE, FAIL),
)
