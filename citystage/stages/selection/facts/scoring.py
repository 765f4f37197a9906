"""What selection tells of scoring beside the seats' own steps: consensus, reminders, meetings."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusWritten(Fact):
    """The chair wrote down what the panel agrees on."""

    verb = "selection.consensus.written"
    label = _("consensus written down")

    candidacy_id: int
    version: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusSigned(Fact):
    """The chair signed it; the single sheets stay as they are."""

    verb = "selection.consensus.signed"
    label = _("consensus signed")

    candidacy_id: int
    version: int
    values: dict[str, str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScorersReminded(Fact):
    """Experts whose sheets are missing were reminded."""

    verb = "selection.scores.reminded"
    label = _("experts reminded of their scores")

    programme_id: int
    seats: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlanned(Fact):
    """A meeting of the panel with its order of discussion."""

    verb = "selection.meeting.planned"
    label = _("panel meeting planned")

    meeting_id: int
    programme_id: int
    items: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingStarted(Fact):
    """The meeting began."""

    verb = "selection.meeting.started"
    label = _("panel meeting began")

    meeting_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDiscussed(Fact):
    """One candidacy was discussed to its end."""

    verb = "selection.meeting.item_discussed"
    label = _("candidacy discussed")

    meeting_id: int
    candidacy_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEnded(Fact):
    """The meeting came to its end."""

    verb = "selection.meeting.ended"
    label = _("panel meeting ended")

    meeting_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesWritten(Fact):
    """The minutes got a new wording."""

    verb = "selection.meeting.minutes_written"
    label = _("minutes written")

    meeting_id: int
    version: int
