"""What happens to an ask."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskFiled(Fact):
    """A company, lab or office asks a unit for something."""

    verb = "docking.ask.filed"
    label = _("ask filed")

    ask_id: int
    unit_id: int
    kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskRerouted(Fact):
    """The unit passed it on, once, with its reason."""

    verb = "docking.ask.rerouted"
    label = _("passed on to another unit")

    ask_id: int
    from_unit_id: int
    unit_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskReplied(Fact):
    """The unit answered."""

    verb = "docking.ask.replied"
    label = _("replied")

    ask_id: int
    outcome: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskDisputed(Fact):
    """The asker does not accept the reply; the city decides."""

    verb = "docking.ask.disputed"
    label = _("reply disputed")

    ask_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskDecided(Fact):
    """The city decided the dispute."""

    verb = "docking.ask.decided"
    label = _("dispute decided")

    ask_id: int
    outcome: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskClosed(Fact):
    """The asker closed it."""

    verb = "docking.ask.closed"
    label = _("closed by the asker")

    ask_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskLapsed(Fact):
    """Nobody objected within the time of the pack."""

    verb = "docking.ask.lapsed"
    label = _("closed by time")

    ask_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskWithdrawn(Fact):
    """The asker took it back."""

    verb = "docking.ask.withdrawn"
    label = _("ask withdrawn")

    ask_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AskClimbed(Fact):
    """The reply is late: the next level hears of it."""

    verb = "docking.ask.climbed"
    label = _("late reply reported upwards")

    ask_id: int
    level: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LapseAnnounced(Fact):
    """The asker was told that the ask will close by itself."""

    verb = "docking.ask.lapse_announced"
    label = _("closing by time announced")

    ask_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLinked(Fact):
    """The rule that an adopted suggestion changed is on record."""

    verb = "docking.ask.rule_linked"
    label = _("changed rule linked")

    ask_id: int
    title: str
    number: str
    url: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityChanged(Fact):
    """The asker allows or ends public reading of the ask."""

    verb = "docking.ask.publicity_changed"
    label = _("public reading changed")

    ask_id: int
    readable: bool
