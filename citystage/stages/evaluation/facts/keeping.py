"""What a lab's own page tells: needs, what it received, tried and raised, renewal."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAdded(Fact):
    """A lab says what it needs."""

    verb = "evaluation.need.added"
    label = _("need of the lab entered")

    need_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMet(Fact):
    """A need is met, with how."""

    verb = "evaluation.need.met"
    label = _("need of the lab met")

    need_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDropped(Fact):
    """A need is dropped, with why."""

    verb = "evaluation.need.dropped"
    label = _("need of the lab dropped")

    need_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedReopened(Fact):
    """A need stands again, with why."""

    verb = "evaluation.need.reopened"
    label = _("need of the lab taken up again")

    need_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAdded(Fact):
    """A service, trial or financing came on record."""

    verb = "evaluation.record.added"
    label = _("entry on the lab's page")

    record_id: int
    lab_id: int
    kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged(Fact):
    """An entry was put right; ``fields`` names what."""

    verb = "evaluation.record.changed"
    label = _("entry on the lab's page put right")

    record_id: int
    lab_id: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStruck(Fact):
    """An entry was struck out, with why."""

    verb = "evaluation.record.struck"
    label = _("entry on the lab's page struck out")

    record_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalAsked(Fact):
    """The lab asks for another term."""

    verb = "evaluation.renewal.asked"
    label = _("renewal asked for")

    renewal_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalGranted(Fact):
    """Another term is given."""

    verb = "evaluation.renewal.granted"
    label = _("renewal granted")

    renewal_id: int
    lab_id: int
    until: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRefused(Fact):
    """No other term is given."""

    verb = "evaluation.renewal.refused"
    label = _("renewal refused")

    renewal_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalTakenBack(Fact):
    """The lab does not ask any more."""

    verb = "evaluation.renewal.taken_back"
    label = _("renewal taken back")

    renewal_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalClosed(Fact):
    """What was to be renewed was withdrawn."""

    verb = "evaluation.renewal.closed"
    label = _("renewal closed")

    renewal_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TermReminded(Fact):
    """The lab was reminded that its term ends."""

    verb = "evaluation.renewal.reminded"
    label = _("reminded that the term ends")

    label_id: int
    lab_id: int
    days: int
