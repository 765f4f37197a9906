"""The lives of an expert's entry, of one seat on a panel, and of a score sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class ExpertState(models.TextChoices):
    """Where an expert stands in the register."""

    INVITED = "invited", _("invited")
    ACTIVE = "active", _("in the register")
    STALE = "stale", _("entry out of date")
    RETIRED = "retired", _("left the register")


_E = ExpertState
CONFIRM_ENTRY = Move(
    "confirm",
    frozenset({_E.INVITED, _E.ACTIVE, _E.STALE}),
    _E.ACTIVE,
    label=_("confirm the entry"),
    verb="selection.expert.confirmed",
    needs="rule the expert themselves",
    tells=(),
)
LET_LAPSE = Move(
    "let_lapse",
    frozenset({_E.ACTIVE}),
    _E.STALE,
    label=_("entry out of date"),
    verb="selection.expert.lapsed",
    needs="rule not confirmed for as long as the city allows",
    tells=("expert",),
)
RETIRE = Move(
    "retire",
    frozenset({_E.INVITED, _E.ACTIVE, _E.STALE}),
    _E.RETIRED,
    label=_("take out of the register"),
    verb="selection.expert.retired",
    needs=Permission.SELECTION_EXPERT_MANAGE,
    tells=("expert",),
)
TAKE_BACK_IN = Move(
    "take_back_in",
    frozenset({_E.RETIRED}),
    _E.INVITED,
    label=_("invite again"),
    verb="selection.expert.invited_again",
    needs=Permission.SELECTION_EXPERT_MANAGE,
    tells=("expert",),
)
EXPERT_FLOW = Flow(
    name="expert",
    states=_E,
    start=_E.INVITED,
    moves=(CONFIRM_ENTRY, LET_LAPSE, RETIRE, TAKE_BACK_IN),
)


class SeatState(models.TextChoices):
    """Where one expert's seat on one candidacy's panel stands."""

    PLANNED = "planned", _("planned")
    RESERVE = "reserve", _("alternate")
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("accepted")
    SCORED = "scored", _("scored")
    DECLINED = "declined", _("declined")
    RECUSED = "recused", _("recused")
    REMOVED = "removed", _("removed")


_T = SeatState
ASK_EXPERT = Move(
    "ask",
    frozenset({_T.PLANNED, _T.RESERVE}),
    _T.ASKED,
    label=_("ask the expert"),
    verb="selection.seat.asked",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("expert",),
)
ACCEPT_SEAT = Move(
    "accept",
    frozenset({_T.ASKED}),
    _T.ACCEPTED,
    label=_("declare no conflict and accept"),
    verb="selection.seat.accepted",
    needs="rule the expert, without a conflict",
    tells=(),
)
DECLINE_SEAT = Move(
    "decline",
    frozenset({_T.ASKED}),
    _T.DECLINED,
    label=_("decline"),
    verb="selection.seat.declined",
    needs="rule the expert",
    tells=("city",),
)
RECUSE = Move(
    "recuse",
    frozenset({_T.ASKED, _T.ACCEPTED, _T.SCORED}),
    _T.RECUSED,
    label=_("ask to be recused"),
    verb="selection.seat.recused",
    needs="rule the expert, or a conflict came to light",
    tells=("city",),
)
HAND_IN_SCORES = Move(
    "hand_in",
    frozenset({_T.ACCEPTED}),
    _T.SCORED,
    label=_("hand in the scores"),
    verb="selection.seat.scored",
    needs="rule the expert, while the phase of scoring lasts",
    tells=(),
)
REOPEN_SCORES = Move(
    "reopen",
    frozenset({_T.SCORED}),
    _T.ACCEPTED,
    label=_("reopen the scores"),
    verb="selection.seat.reopened",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("expert",),
)
REMOVE_SEAT = Move(
    "remove",
    frozenset({_T.PLANNED, _T.RESERVE, _T.ASKED, _T.ACCEPTED}),
    _T.REMOVED,
    label=_("take off the panel"),
    verb="selection.seat.removed",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("expert",),
)
SEAT_AGAIN = Move(
    "seat_again",
    frozenset({_T.REMOVED}),
    _T.PLANNED,
    label=_("seat again"),
    verb="selection.seat.seated_again",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=(),
)
SEAT_FLOW = Flow(
    name="seat",
    states=_T,
    start=_T.PLANNED,
    moves=(
        Move(
            "keep_in_reserve",
            frozenset({_T.PLANNED}),
            _T.RESERVE,
            label=_("keep as an alternate"),
            verb="selection.seat.kept_in_reserve",
            needs=Permission.SELECTION_PANEL_LEAD,
            tells=(),
        ),
        ASK_EXPERT,
        ACCEPT_SEAT,
        DECLINE_SEAT,
        RECUSE,
        HAND_IN_SCORES,
        REOPEN_SCORES,
        REMOVE_SEAT,
        SEAT_AGAIN,
    ),
)
