"""The life of a call, and of an application up to the moment review takes it over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class CallState(models.TextChoices):
    """Where a call stands; inside OPEN its window decides."""

    PREPARING = "preparing", _("in preparation")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


_C = CallState

OPEN_CALL = Move(
    "open",
    frozenset({_C.PREPARING, _C.CLOSED}),
    _C.OPEN,
    label=_("open the call"),
    verb="intake.call.opened",
    needs=Permission.INTAKE_CALL_MANAGE,
    tells=("recommender",),
)
CLOSE_CALL = Move(
    "close",
    frozenset({_C.OPEN}),
    _C.CLOSED,
    label=_("close the call"),
    verb="intake.call.closed",
    needs=Permission.INTAKE_CALL_MANAGE,
    tells=("recommender",),
)

CALL_FLOW = Flow(name="call", states=_C, start=_C.PREPARING, moves=(OPEN_CALL, CLOSE_CALL))


class ApplicationState(models.TextChoices):
    """Where an application stands inside intake."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for changes")
    RECOMMENDED = "recommended", _("recommended")
    ACCEPTED = "accepted", _("taken into review")
    NOT_RECOMMENDED = "not_recommended", _("not recommended")
    WITHDRAWN = "withdrawn", _("withdrawn")


_S = ApplicationState

# With its editors; handed over to review.
WRITING = frozenset({_S.DRAFT, _S.RETURNED})
IN_REVIEW = frozenset({_S.RECOMMENDED, _S.ACCEPTED})

SUBMIT = Move(
    "submit",
    frozenset({_S.DRAFT, _S.RETURNED}),
    _S.SUBMITTED,
    label=_("submit"),
    verb="intake.application.submitted",
    needs="rule may_submit",
    tells=("recommender",),
)
RETURN = Move(
    "return",
    frozenset({_S.SUBMITTED}),
    _S.RETURNED,
    label=_("return for changes"),
    verb="intake.application.returned",
    needs=Permission.INTAKE_APPLICATION_RETURN,
    tells=("owner",),
)
RECOMMEND = Move(
    "recommend",
    frozenset({_S.SUBMITTED}),
    _S.RECOMMENDED,
    label=_("recommend"),
    verb="intake.application.recommended",
    needs=Permission.INTAKE_APPLICATION_RECOMMEND,
    tells=("owner", "city"),
)
# Calls without recommendation hand a submitted application straight to review.
ACCEPT = Move(
    "accept",
    frozenset({_S.SUBMITTED}),
    _S.ACCEPTED,
    label=_("take into review"),
    verb="intake.application.accepted",
    needs="rule call needs no recommendation",
    tells=("city",),
)
NOT_RECOMMEND = Move(
    "not_recommend",
    frozenset({_S.SUBMITTED}),
    _S.NOT_RECOMMENDED,
    label=_("do not recommend"),
    verb="intake.application.not_recommended",
    needs=Permission.INTAKE_APPLICATION_RECOMMEND,
    tells=("owner",),
)
# Review sends an application back: it keeps its recommendation and its place.
REOPEN = Move(
    "reopen",
    frozenset({_S.RECOMMENDED, _S.ACCEPTED}),
    _S.RETURNED,
    label=_("reopen for changes"),
    verb="intake.application.reopened",
    needs="rule review returned the case",
    # Review tells the owner of its return itself.
    tells=(),
)
RESUBMIT = Move(
    "resubmit",
    frozenset({_S.RETURNED}),
    _S.RECOMMENDED,
    label=_("submit again"),
    verb="intake.application.resubmitted",
    needs="rule may_submit, case open",
    tells=("city",),
)
# The time for changes is over: it goes on as it was handed in before.
LAPSE = Move(
    "lapse",
    frozenset({_S.RETURNED}),
    _S.RECOMMENDED,
    label=_("go on without changes"),
    verb="intake.application.lapsed",
    needs="rule the time given for changes is over",
    tells=(),
)
LAPSE_ACCEPTED = Move(
    "lapse_accepted",
    frozenset({_S.RETURNED}),
    _S.ACCEPTED,
    label=_("go on without changes, where none recommends"),
    verb="intake.application.lapsed_accepted",
    needs="rule the time given for changes is over",
    tells=(),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.RECOMMENDED, _S.ACCEPTED}),
    _S.WITHDRAWN,
    label=_("withdraw"),
    verb="intake.application.withdrawn",
    needs="rule may_withdraw",
    tells=("recommender", "city"),
)
RESTORE = Move(
    "restore",
    frozenset({_S.WITHDRAWN}),
    _S.DRAFT,
    label=_("restore as a draft"),
    verb="intake.application.restored",
    needs="rule may_restore",
    tells=(),
)

APPLICATION_FLOW = Flow(
    name="application",
    states=_S,
    start=_S.DRAFT,
    moves=(
        SUBMIT,
        RETURN,
        RECOMMEND,
        ACCEPT,
        NOT_RECOMMEND,
        REOPEN,
        RESUBMIT,
        LAPSE,
        LAPSE_ACCEPTED,
        WITHDRAW,
        RESTORE,
    ),
)
