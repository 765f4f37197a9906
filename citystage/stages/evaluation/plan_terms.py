"""The terms of steering: when a target is on its way, when it is too early to say, what is shown.

All of them are settings of the pack (``[steering]`` of targets.toml); the base has them for all.
"""

from __future__ import annotations

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.stages.selection.terms import Part, Words

type Percent = Annotated[int, Field(ge=1, le=100)]


class PaceTerms(Part):
    """Observed growth over required growth, in per cent (see ``plan_pace``)."""

    on_track_from: Percent = 95
    behind_from: Percent = 50
    # So many days into the period nothing is said yet.
    least_days: Annotated[int, Field(ge=1, le=366)] = 60

    @model_validator(mode="after")
    def runs_down(self) -> Self:
        if self.behind_from > self.on_track_from:
            raise ValueError(_("The threshold for being behind lies above the one for on track."))
        return self


class ForecastTerms(Part):
    """Under this many full quarters and proven units there is no forecast (``plan_forecast``)."""

    least_quarters: Annotated[int, Field(ge=2, le=40)] = 3
    least_units: Annotated[int, Field(ge=1, le=1000)] = 5
    # The range that is shown holds so many of a hundred outcomes.
    share: Annotated[int, Field(ge=50, le=99)] = 80


class WallTerms(Part):
    """What the steering view shows, and how often it asks again."""

    refresh_seconds: Annotated[int, Field(ge=15, le=3600)] = 60
    # What was counted behind the pages is shown for so long; then they count themselves.
    stale_seconds: Annotated[int, Field(ge=60, le=86_400)] = 900
    # More overdue things of one kind than this are not counted out.
    most_counted: Annotated[int, Field(ge=20, le=100_000)] = 1000
    newest: Annotated[int, Field(ge=1, le=20)] = 6
    stuck: Annotated[int, Field(ge=1, le=20)] = 8
    # Trials that end within so many days.
    ending_days: Annotated[int, Field(ge=1, le=366)] = 30


class SteeringTerms(Part):
    """Everything by which a city steers."""

    pace: PaceTerms = PaceTerms()
    forecast: ForecastTerms = ForecastTerms()
    wall: WallTerms = WallTerms()
    basis: Words = Words(
        zh="未见公开规定的进度分档和预测口径，以上均为设置。",
        en="No public rule grades progress or says how to forecast; all of these are settings.",
    )
