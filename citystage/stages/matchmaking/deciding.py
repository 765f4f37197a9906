"""Steps on one pair of a locked scenario, shared by decisions and proposals."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.reach import RELATED
from citystage.stages.matchmaking.states import OUT, JudgementKind


class JudgedMeanwhile(Refusal):
    """Somebody decided on the pair since the page was opened."""


class NoReason(Refusal):
    """A rejection without a reason helps nobody."""

    status = 422


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a pair."""

    kind: JudgementKind
    reason: str
    words: str
    capability: Capability | None

    @classmethod
    def cleaned(
        cls, kind: JudgementKind, reason: str, words: str, capability: Capability | None
    ) -> Self:
        """Only who is put aside has a reason of the list."""
        return cls(kind, reason if kind in OUT else "", words.strip()[:1000], capability)

    def repeats(self, before: Judgement) -> bool:
        """Whether it says no more than ``before``."""
        told = (before.kind, before.reason, before.words)
        return told == (str(self.kind), self.reason, self.words)


def lock_scenario(scenario: Scenario) -> Scenario:
    """The scenario with its units: whoever decides on one of its pairs goes through this lock."""
    found = Scenario.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return found.get(pk=scenario.pk)


def lock_draft(application: Application) -> Application:
    """The draft with its units: decisions on it, and its coming into the catalogue, take turns."""
    found = Application.objects.select_for_update(of=("self",))
    return found.select_related("city", "owner_unit", "recommender").get(pk=application.pk)


def ensure_seen(before: Judgement | None, seen: int | None) -> None:
    """Raises ``JudgedMeanwhile`` unless what holds is what was on the page."""
    # One that was taken back is no longer on any page.
    holds = before is not None and before.kind != JudgementKind.WITHDRAW
    if (before.pk if before and holds else None) != seen:
        raise JudgedMeanwhile(_("Someone decided on this supplier meanwhile."))


def write(  # noqa: PLR0913 -- the parts of one row
    about: Scenario | Application,
    organisation: Organisation,
    said: Said,
    *,
    before: Judgement | None,
    proposal: bool,
    stamp: Stamp,
) -> Judgement:
    """Add what was said, and let it hold in the place of ``before``."""
    if before is not None:
        Judgement.objects.filter(pk=before.pk).update(current=False)
    unit = stamp.actor.unit
    return Judgement.objects.create(
        scenario=about if isinstance(about, Scenario) else None,
        application=about if isinstance(about, Application) else None,
        organisation=organisation,
        capability=said.capability,
        kind=said.kind,
        reason=said.reason,
        words=said.words,
        made_by_id=stamp.actor.user_id,
        made_for_id=unit.pk if unit else None,
        made_at=stamp.at,
        proposal=proposal,
    )
