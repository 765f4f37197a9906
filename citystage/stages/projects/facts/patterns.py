"""Patterns, their copies, and the children of super scenarios."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import fact
from citystage.stages.projects.facts.about import Counted


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PatternDrafted(Counted):
    """The owner began to write down what others can copy."""

    verb = "projects.pattern.drafted"
    label = _("pattern begun")

    pattern_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PatternProposed(Counted):
    """The owner asks the city to publish it."""

    verb = "projects.pattern.proposed"
    label = _("pattern proposed")

    pattern_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PatternPublished(Counted):
    """Everybody may read and copy it."""

    verb = "projects.pattern.published"
    label = _("pattern published")
    public = True

    pattern_id: int
    scenario_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PatternReturned(Counted):
    """The city asks for changes."""

    verb = "projects.pattern.returned"
    label = _("pattern returned for changes")

    pattern_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PatternWithdrawn(Counted):
    """It is no longer recommended."""

    verb = "projects.pattern.withdrawn"
    label = _("pattern withdrawn")
    public = True

    pattern_id: int
    was: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCopied(Counted):
    """Another place copied it as a need of its own."""

    verb = "projects.need.copied"
    label = _("copied as a new need")
    public = True

    pattern_id: int
    copy_id: int
    call_id: int
    copied_for: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRecognised(Counted):
    """The city says which recognised demonstration it is."""

    verb = "projects.pattern.recognised"
    label = _("recognised as a demonstration")
    public = True

    pattern_id: int
    lab_id: int
    title: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionParted(Counted):
    """Pattern and recognised demonstration are two things after all."""

    verb = "projects.pattern.parted"
    label = _("no longer named as the recognised demonstration")
    public = True

    pattern_id: int
    lab_id: int
    title: str
    reason: str
