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
