"""Where a trial stands in numbers: its ladder, its next step, what it has reached of its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.foundation.access.stamps import Actor
from citystage.kernel.texts import in_english
from citystage.stages.selection.terms import Words
from citystage.stages.trials import climbing, doubting, parties, reckoning
from citystage.stages.trials.climbing import Next
from citystage.stages.trials.contents import Content
from citystage.stages.trials.models import Ascent, Trial, Version
from citystage.stages.trials.reckoning import LineSeen
from citystage.stages.trials.settings import terms_of
from citystage.stages.trials.states.trials import Side
from citystage.stages.trials.terms import Frame, Step, TrialTerms

__all__ = [
    "Rung",
    "TrialTerms",
    "ahead",
    "evidence",
    "frame",
    "ladder",
    "side",
    "targets",
    "terms",
    "worded",
]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder and where the trial stands to it."""

    number: int
    step: Step
    standing: str


def frame(trial: Trial) -> Frame:
    """The ladder and measures it was begun with."""
    return parties.frame(trial)


def terms(city_id: int) -> TrialTerms:
    """What the city's pack says of trials now."""
    return terms_of(city_id)


def side(actor: Actor, trial: Trial) -> Side | None:
    """The side on which the actor stands."""
    return parties.side_of(actor, trial)


def ladder(trial: Trial, known: Frame) -> list[Rung]:
    """Every step: done, where it stands now, or ahead."""
    return [
        Rung(
            number,
            step,
            "done" if number < trial.step else "now" if number == trial.step else "ahead",
        )
        for number, step in enumerate(known.steps, start=1)
    ]


def ahead(trial: Trial, known: Frame) -> Next | None:
    """What the next step takes, and what of it is missing."""
    return climbing.next_of(trial, known)


def evidence(trial: Trial, known: Frame, ascent: Ascent) -> Sequence[LineSeen]:
    """What the time that unlocked a step comes to now."""
    return doubting.evidence_of(trial, known, ascent)


def targets(trial: Trial, version: Version, known: Frame) -> Sequence[LineSeen]:
    """The numbers of the agreement with everything measured since its beginning."""
    have = reckoning.measured(trial, known)
    return reckoning.against(Content.of(version.content).numbers, known, have)


def worded(words: Words) -> str:
    """A wording of the pack in the reader's language."""
    return words.en if in_english() else words.zh
