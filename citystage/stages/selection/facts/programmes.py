"""What selection tells of programmes and what officers enter."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePrepared(Fact):
    """A call got the terms of its selection."""

    verb = "selection.programme.prepared"
    label = _("selection programme prepared")

    programme_id: int
    call_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChanged(Fact):
    """The terms got a new version, with the reason."""

    verb = "selection.programme.changed"
    label = _("terms of the selection changed")
    public = True

    programme_id: int
    version: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidaciesOrdered(Fact):
    """The city gave candidacies its own order beside that of the districts."""

    verb = "selection.programme.ordered"
    label = _("city's order of candidacies set")

    programme_id: int
    # Ids of candidacies, the first place first.
    order: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed(Fact):
    """In a demonstration only: a phase was ended at this moment."""

    verb = "selection.programme.time_passed"
    label = _("let time pass (demonstration)")
    public = True

    programme_id: int
    phase: str
    version: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRecorded(Fact):
    """A conflict was declared, claimed, found or set."""

    verb = "selection.conflict.recorded"
    label = _("conflict of interest on record")

    conflict_id: int
    candidacy_id: int
    kind: str
    origin: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictJudged(Fact):
    """An officer judged a conflict, with the reason."""

    verb = "selection.conflict.judged"
    label = _("conflict of interest judged")

    conflict_id: int
    candidacy_id: int
    standing: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertChanged(Fact):
    """An entry of the register was changed."""

    verb = "selection.expert.changed"
    label = _("entry changed")

    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEntered(Fact):
    """A tie of a person to an organisation was entered, with its source."""

    verb = "selection.relation.entered"
    label = _("relation entered")

    relation_id: int
    kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEnded(Fact):
    """A tie is no longer counted from now on; what rested on it stays."""

    verb = "selection.relation.ended"
    label = _("relation ended")

    relation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ShareholdingEntered(Fact):
    """A share of one organisation in another was entered, with its source."""

    verb = "selection.shareholding.entered"
    label = _("shareholding entered")

    shareholding_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ShareholdingEnded(Fact):
    """A shareholding is no longer counted from now on."""

    verb = "selection.shareholding.ended"
    label = _("shareholding ended")

    shareholding_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictsLookedFor(Fact):
    """All candidacies of a programme were held against all people who may judge them."""

    verb = "selection.conflicts.looked_for"
    label = _("conflicts of interest looked for")

    programme_id: int
    found: int
    new: int
