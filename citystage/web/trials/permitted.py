"""Which steps of a trial are open to whom; what they need is read once for each page."""

from collections.abc import Callable
from functools import cached_property

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import Verdict
from citystage.stages.trials import agreeing, climbing, doubting, parties
from citystage.stages.trials.climbing import Next
from citystage.stages.trials.models import Ascent, Trial, Version
from citystage.stages.trials.rules import permits, trials
from citystage.stages.trials.states.trials import LIVE, Side
from citystage.stages.trials.terms import Frame


class Present:
    """A trial as one page shows it: its ladder, its next step, the text that waits."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    @cached_property
    def frame(self) -> Frame:
        """The ladder and measures it was begun with."""
        return parties.frame(self.trial)

    @cached_property
    def ahead(self) -> Next | None:
        """What the next step takes; nothing on the highest one, or at the end."""
        live = self.trial.state in LIVE
        return climbing.next_of(self.trial, self.frame) if live else None

    @cached_property
    def waiting(self) -> Version | None:
        """The text that waits for signatures."""
        return agreeing.open_version(self.trial)

    @cached_property
    def doubted(self) -> Ascent | None:
        """The lowest unlocked step that is to be judged again."""
        return doubting.doubted(self.trial) if self.trial.step else None


def of_trial(rule: Callable[[Actor, Trial], Verdict]) -> Callable[[Actor, Present], Verdict]:
    """A rule that asks nothing but the trial."""
    return lambda actor, present: rule(actor, present.trial)


def may_sign(actor: Actor, present: Present) -> Verdict:
    """Whether this side can sign the open text."""
    return trials.may_sign(actor, present.trial, present.waiting)


def may_withdraw_amendment(actor: Actor, present: Present) -> Verdict:
    """Whether there is an amendment that waits."""
    if present.waiting is None or not present.waiting.amendment:
        return Verdict(_("No amendment waits for signatures."))
    return trials.may_amend(actor, present.trial)


def may_agree(actor: Actor, present: Present) -> Verdict:
    """Whether the next step asks for the actor's word."""
    if (ahead := present.ahead) is None:
        return Verdict(_("There is no further step."))
    given = [one.unit_id for one in ahead.given]
    return permits.may_agree(actor, present.trial, ahead.bodies, given)


def may_take_back(actor: Actor, present: Present) -> Verdict:
    """Whether the actor's unit has agreed to the step ahead."""
    if (ahead := present.ahead) is None:
        return Verdict(_("There is no further step."))
    given = [one.unit_id for one in ahead.given]
    return permits.may_take_back(actor, present.trial, ahead.bodies, given)


def may_unlock(actor: Actor, present: Present) -> Verdict:
    """Whether nothing is missing."""
    if (ahead := present.ahead) is None:
        return Verdict(_("There is no further step."))
    return permits.may_unlock(actor, present.trial, ahead.lines, ahead.lacking, present.doubted)


def may_uphold(actor: Actor, present: Present) -> Verdict:
    """Whether a step waits to be judged again."""
    return permits.may_uphold(actor, present.trial) if present.doubted else _none_doubted()


def may_lose(actor: Actor, present: Present) -> Verdict:
    """Whether a step waits that may be taken back."""
    return permits.may_lose(actor, present.trial) if present.doubted else _none_doubted()


def _none_doubted() -> Verdict:
    return Verdict(_("No unlocked step waits to be judged again."))


def allows_public(actor: Actor, trial: Trial) -> bool:
    """Whether the actor's side has allowed the trial to be public."""
    side = parties.side_of(actor, trial)
    return trial.shown_by_owner if side == Side.OWNER else trial.shown_by_supplier
