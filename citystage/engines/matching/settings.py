"""Settings: a city's weights and levels on top of the measured ones."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citystage.engines.matching.records import Calibration, Part, Settings

WEIGHTS: Final[Mapping[Part, float]] = {
    Part.NEED: 60,
    Part.FIELD: 10,
    Part.EVIDENCE: 8,
    Part.PLACE: 6,
    Part.MATURITY: 6,
    Part.HISTORY: 4,
    Part.CAPACITY: 3,
    Part.FRESHNESS: 3,
}


def load(pack: Mapping[str, Any]) -> Settings:
    """Settings of a city pack's `matching`; an empty mapping gives the defaults.

    Reads `parts` (rows with `code` and `weight`; a part that is not named keeps its default
    weight), `levels` (`match`, `weak`), `fresh_days`, `near_km`, `most_reasons`, `synonyms`.
    Raises ValueError for a part that does not exist or a weight below zero.
    """
    weights = dict(WEIGHTS)
    for row in pack.get("parts", ()):
        weight = float(row["weight"])
        if weight < 0:
            raise ValueError(f"weight of {row['code']} is below zero")
        weights[Part(row["code"])] = weight
    levels = pack.get("levels", {})
    return Settings(
        weights=weights,
        by_words=calibration("words"),
        by_meaning=calibration("meaning"),
        match_level=levels.get("match"),
        weak_level=levels.get("weak"),
        synonyms={word: tuple(others) for word, others in pack.get("synonyms", {}).items()},
        fresh_days=int(pack.get("fresh_days", 365)),
        near_km=float(pack.get("near_km", 30)),
        most_reasons=int(pack.get("most_reasons", 8)),
    )


@cache
def calibration(name: str) -> Calibration:
    """The measured weights: `words`, or `meaning` where there are vectors."""
    source = files(__package__).joinpath("calibration.toml").read_text(encoding="utf-8")
    return Calibration(**tomllib.loads(source)[name])
