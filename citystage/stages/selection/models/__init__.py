"""The tables of selection."""

from citystage.stages.selection.models.candidacies import Candidacy, Correction, FormalCheck
from citystage.stages.selection.models.conflicts import Clearance, Conflict
from citystage.stages.selection.models.decisions import Ballot, BallotItem, Vote, Voter
from citystage.stages.selection.models.diligence import (
    ActionPoint,
    Diligence,
    DiligenceAnswer,
    Interview,
    RedFlag,
)
from citystage.stages.selection.models.experts import Absence, Expert, Relation, Shareholding
from citystage.stages.selection.models.notices import Notice, Objection
from citystage.stages.selection.models.papers import Paper
from citystage.stages.selection.models.programmes import Programme, ProgrammeVersion
from citystage.stages.selection.models.scores import Consensus, Meeting, MeetingItem, Sheet
from citystage.stages.selection.models.seats import AssignmentRun, Preference, Seat

__all__ = [
    "Absence",
    "ActionPoint",
    "AssignmentRun",
    "Ballot",
    "BallotItem",
    "Candidacy",
    "Clearance",
    "Conflict",
    "Consensus",
    "Correction",
    "Diligence",
    "DiligenceAnswer",
    "Expert",
    "FormalCheck",
    "Interview",
    "Meeting",
    "MeetingItem",
    "Notice",
    "Objection",
    "Paper",
    "Preference",
    "Programme",
    "ProgrammeVersion",
    "RedFlag",
    "Relation",
    "Seat",
    "Shareholding",
    "Sheet",
    "Vote",
    "Voter",
]
