"""The life of one plan of a one-to-one day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class PlanState(models.TextChoices):
    """Where a plan stands."""

    ASKED = "asked", _("waits to be computed")
    COMPUTING = "computing", _("being computed")
    READY = "ready", _("computed, not published")
    IMPOSSIBLE = "impossible", _("not possible")
    FAILED = "failed", _("stopped at a fault")
    PUBLISHED = "published", _("published plan")
    REPLACED = "replaced", _("replaced by a later one")


_P = PlanState
# One computation of a day at a time.
GOING = frozenset({_P.ASKED, _P.COMPUTING})
# Meetings may be pinned, moved and cancelled.
STANDS = frozenset({_P.READY, _P.PUBLISHED})

BEGIN_PLAN = Move(
    "begin",
    frozenset({_P.ASKED}),
    _P.COMPUTING,
    label=_("begin to compute"),
    verb="events.plan.begun",
    needs="rule the job that computes it",
    tells=(),
)
FINISH_PLAN = Move(
    "finish",
    frozenset({_P.COMPUTING}),
    _P.READY,
    label=_("finish computing"),
    verb="events.plan.computed",
    needs="rule the job that computes it",
    tells=("asker",),
)
FIND_NO_PLAN = Move(
    "find_none",
    frozenset({_P.COMPUTING}),
    _P.IMPOSSIBLE,
    label=_("find that pinned meetings contradict each other"),
    verb="events.plan.impossible",
    needs="rule the job that computes it",
    tells=("asker",),
)
FAIL_PLAN = Move(
    "fail",
    frozenset({_P.ASKED, _P.COMPUTING}),
    _P.FAILED,
    label=_("give up computing"),
    verb="events.plan.failed",
    needs="rule the job that computes it",
    tells=("asker",),
)
PUBLISH_PLAN = Move(
    "publish",
    frozenset({_P.READY}),
    _P.PUBLISHED,
    label=_("publish the plan"),
    verb="events.plan.published",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("participants",),
)
REPLACE_PLAN = Move(
    "replace",
    frozenset({_P.PUBLISHED}),
    _P.REPLACED,
    label=_("put another plan in its place"),
    verb="events.plan.replaced",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=(),
)
PLAN_FLOW = Flow(
    name="meeting_plan",
    states=_P,
    start=_P.ASKED,
    moves=(BEGIN_PLAN, FINISH_PLAN, FIND_NO_PLAN, FAIL_PLAN, PUBLISH_PLAN, REPLACE_PLAN),
)
