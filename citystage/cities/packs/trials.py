"""How a city runs trials: measures, numbers to reach, ladders of permission, days and limits."""

from pydantic import BaseModel, ConfigDict

from citystage.stages.trials.terms import Feeding, Ladder, Measure, Template, TrialTerms, Watching


class TrialsFile(BaseModel):
    """A city's own entry takes the place of the base's entry of the same code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    watching: Watching | None = None
    feeding: Feeding | None = None
    measures: tuple[Measure, ...] = ()
    numbers: tuple[Template, ...] = ()
    ladders: tuple[Ladder, ...] = ()


def laid_over(base: TrialsFile, own: TrialsFile) -> TrialTerms:
    """The base with the city's own entries laid over it, each by its code."""
    return TrialTerms(
        watching=own.watching or base.watching or Watching(),
        feeding=own.feeding or base.feeding or Feeding(),
        measures=_by_code(base.measures, own.measures),
        numbers=_by_code(base.numbers, own.numbers),
        ladders=_by_code(base.ladders, own.ladders),
    )


def _by_code[C: (Measure, Template, Ladder)](
    base: tuple[C, ...], own: tuple[C, ...]
) -> tuple[C, ...]:
    return tuple(({one.code: one for one in base} | {one.code: one for one in own}).values())
