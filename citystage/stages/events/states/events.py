"""The life of an event, and of the brochure that is made of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class EventState(models.TextChoices):
    """Where an event stands."""

    DRAFT = "draft", _("in preparation")
    PUBLISHED = "published", _("announced")
    POSTPONED = "postponed", _("postponed")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("event cancelled")


_E = EventState
# Everybody whom it may reach sees the event from its announcement on.
SHOWN = frozenset({_E.PUBLISHED, _E.POSTPONED, _E.HELD, _E.CANCELLED})
# Its people and its agenda may still change.
OPEN = frozenset({_E.DRAFT, _E.PUBLISHED, _E.POSTPONED})

PUBLISH = Move(
    "publish",
    frozenset({_E.DRAFT}),
    _E.PUBLISHED,
    label=_("announce"),
    verb="events.event.published",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=(),
)
POSTPONE = Move(
    "postpone",
    frozenset({_E.PUBLISHED}),
    _E.POSTPONED,
    label=_("postpone, the new time open"),
    verb="events.event.postponed",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("participants", "invited"),
)
RESCHEDULE = Move(
    "reschedule",
    frozenset({_E.PUBLISHED, _E.POSTPONED}),
    _E.PUBLISHED,
    label=_("set a new time"),
    verb="events.event.rescheduled",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("participants", "invited"),
)
CANCEL = Move(
    "cancel",
    frozenset({_E.DRAFT, _E.PUBLISHED, _E.POSTPONED}),
    _E.CANCELLED,
    label=_("call off"),
    verb="events.event.cancelled",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("participants", "invited"),
)
CLOSE = Move(
    "close",
    frozenset({_E.PUBLISHED}),
    _E.HELD,
    label=_("note as held"),
    verb="events.event.held",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("participants",),
)
EVENT_FLOW = Flow(
    name="event",
    states=_E,
    start=_E.DRAFT,
    moves=(PUBLISH, POSTPONE, RESCHEDULE, CANCEL, CLOSE),
)


class BrochureState(models.TextChoices):
    """Where one printed edition stands."""

    ASKED = "asked", _("waits to be made")
    MAKING = "making", _("being made")
    READY = "ready", _("ready to print")
    FAILED = "failed", _("could not be made")


_B = BrochureState
BEGIN_BROCHURE = Move(
    "begin",
    frozenset({_B.ASKED}),
    _B.MAKING,
    label=_("begin"),
    verb="events.brochure.begun",
    needs="rule the job that makes it",
    tells=(),
)
FINISH_BROCHURE = Move(
    "finish",
    frozenset({_B.MAKING}),
    _B.READY,
    label=_("finish"),
    verb="events.brochure.made",
    needs="rule the job that makes it",
    tells=("asker",),
)
FAIL_BROCHURE = Move(
    "fail",
    frozenset({_B.ASKED, _B.MAKING}),
    _B.FAILED,
    label=_("give up"),
    verb="events.brochure.failed",
    needs="rule the job that makes it",
    tells=("asker",),
)
BROCHURE_FLOW = Flow(
    name="brochure",
    states=_B,
    start=_B.ASKED,
    moves=(BEGIN_BROCHURE, FINISH_BROCHURE, FAIL_BROCHURE),
)
