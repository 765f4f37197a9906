"""The life of one place at an event, and of an invitation to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class PlaceState(models.TextChoices):
    """Where a registration for an event stands."""

    ASKED = "asked", _("to be answered")
    QUEUED = "queued", _("on the waiting list")
    CONFIRMED = "confirmed", _("place confirmed")
    DECLINED = "declined", pgettext_lazy("place", "not admitted")
    CANCELLED = "cancelled", _("place given back")


_P = PlaceState
# Who still wants to come: one such place for one person at one event.
LIVE = frozenset({_P.ASKED, _P.QUEUED, _P.CONFIRMED})

CONFIRM = Move(
    "confirm",
    frozenset({_P.ASKED}),
    _P.CONFIRMED,
    label=_("confirm the place"),
    verb="events.place.confirmed",
    needs="rule a place is free, and the organisers agree where they decide",
    tells=("participant",),
)
QUEUE = Move(
    "queue",
    frozenset({_P.ASKED}),
    _P.QUEUED,
    label=_("put on the waiting list"),
    verb="events.place.queued",
    needs="rule no place is free",
    tells=("participant",),
)
MOVE_UP = Move(
    "move_up",
    frozenset({_P.QUEUED}),
    _P.CONFIRMED,
    label=_("move up from the waiting list"),
    verb="events.place.moved_up",
    needs="rule a place became free and nobody waits longer",
    tells=("participant",),
)
DECLINE = Move(
    "decline",
    frozenset({_P.ASKED, _P.QUEUED, _P.CONFIRMED}),
    _P.DECLINED,
    label=_("do not admit"),
    verb="events.place.declined",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("participant",),
)
GIVE_BACK = Move(
    "give_back",
    frozenset({_P.ASKED, _P.QUEUED, _P.CONFIRMED}),
    _P.CANCELLED,
    label=_("give the place back"),
    verb="events.place.given_back",
    needs="rule the participant, until the event begins",
    tells=(),
)
PLACE_FLOW = Flow(
    name="place",
    states=_P,
    start=_P.ASKED,
    moves=(CONFIRM, QUEUE, MOVE_UP, DECLINE, GIVE_BACK),
)


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    SENT = "sent", _("invited")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "registered")
    REFUSED = "refused", _("invitation declined")
    WITHDRAWN = "withdrawn", _("invitation withdrawn")


_I = InvitationState
ACCEPT = Move(
    "accept",
    frozenset({_I.SENT, _I.REFUSED}),
    _I.ACCEPTED,
    label=_("register"),
    verb="events.invitation.accepted",
    needs="rule a member of the organisation invited",
    tells=(),
)
REFUSE = Move(
    "refuse",
    frozenset({_I.SENT}),
    _I.REFUSED,
    label=_("decline the invitation"),
    verb="events.invitation.refused",
    needs="rule a member of the organisation invited",
    tells=("organisers",),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_I.SENT}),
    _I.WITHDRAWN,
    label=_("withdraw the invitation"),
    verb="events.invitation.withdrawn",
    needs=Permission.EVENTS_EVENT_MANAGE,
    tells=("invited",),
)
INVITATION_FLOW = Flow(
    name="event_invitation",
    states=_I,
    start=_I.SENT,
    moves=(ACCEPT, REFUSE, WITHDRAW),
)
