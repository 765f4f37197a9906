"""The lives of a due diligence and of the action points that come of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class DiligenceState(models.TextChoices):
    """Where a due diligence stands."""

    ASKED = "asked", _("institution asked")
    UNDERWAY = "underway", _("under way")
    REPORTED = "reported", _("reported")
    ACCEPTED = "accepted", _("report accepted")
    BARRED = "barred", _("institution barred by its interest")
    CANCELLED = "cancelled", _("no longer needed")


_D = DiligenceState
# Until these are brought to their end the candidacy is not ready for decision.
UNFINISHED = frozenset({_D.ASKED, _D.UNDERWAY, _D.REPORTED})
TAKE_ON = Move(
    "take_on",
    frozenset({_D.ASKED}),
    _D.UNDERWAY,
    label=_("declare interests and take it on"),
    verb="selection.diligence.taken_on",
    needs=Permission.SELECTION_DILIGENCE_DO,
    tells=("city",),
)
BAR = Move(
    "bar",
    frozenset({_D.ASKED, _D.UNDERWAY}),
    _D.BARRED,
    label=_("bar the institution"),
    verb="selection.diligence.barred",
    needs="rule the call bars an institution with this interest",
    tells=("city", "institution"),
)
REPORT = Move(
    "report",
    frozenset({_D.UNDERWAY}),
    _D.REPORTED,
    label=_("hand in the report"),
    verb="selection.diligence.reported",
    needs=Permission.SELECTION_DILIGENCE_DO,
    tells=("city",),
)
SEND_BACK_REPORT = Move(
    "send_back",
    frozenset({_D.REPORTED}),
    _D.UNDERWAY,
    label=_("send the report back"),
    verb="selection.diligence.sent_back",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("institution",),
)
ACCEPT_REPORT = Move(
    "accept",
    frozenset({_D.REPORTED}),
    _D.ACCEPTED,
    label=_("accept the report"),
    verb="selection.diligence.accepted",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("institution",),
)
CANCEL = Move(
    "cancel",
    frozenset({_D.ASKED, _D.UNDERWAY}),
    _D.CANCELLED,
    label=_("do without"),
    verb="selection.diligence.cancelled",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("institution",),
)
DILIGENCE_FLOW = Flow(
    name="diligence",
    states=_D,
    start=_D.ASKED,
    moves=(TAKE_ON, BAR, REPORT, SEND_BACK_REPORT, ACCEPT_REPORT, CANCEL),
)


class ActionPointState(models.TextChoices):
    """Where one thing to be mended stands."""

    OPEN = "open", _("to be mended")
    DONE = "done", _("said to be done")
    VERIFIED = "verified", _("verified")


_A = ActionPointState
SAY_DONE = Move(
    "say_done",
    frozenset({_A.OPEN}),
    _A.DONE,
    label=_("say it is done"),
    verb="selection.action_point.done",
    needs="rule the owner of the action point",
    tells=("verifier",),
)
VERIFY = Move(
    "verify",
    frozenset({_A.DONE}),
    _A.VERIFIED,
    label=_("verify"),
    verb="selection.action_point.verified",
    needs="rule the verifier, who is not the owner",
    tells=("owner",),
)
NOT_ADEQUATE = Move(
    "not_adequate",
    frozenset({_A.DONE}),
    _A.OPEN,
    label=_("not adequate"),
    verb="selection.action_point.sent_back",
    needs="rule the verifier, who is not the owner",
    tells=("owner",),
)
ACTION_POINT_FLOW = Flow(
    name="action_point", states=_A, start=_A.OPEN, moves=(SAY_DONE, VERIFY, NOT_ADEQUATE)
)
