"""Which evidence can be counted for one scenario or one lab, and by what its rows are its own."""

from collections.abc import Mapping
from typing import Final

from citystage.stages.evaluation.sources import SOURCES

# Sources that count something else than the scenario, by the record that names their scenario.
BY_RECORD: Final[Mapping[str, str]] = {
    code: SOURCES[code].record
    for code in ("trial_signed", "trial_unlocked", "project_begun", "agreement", "introduction")
}
_SCENARIO: Final = frozenset(
    [*BY_RECORD, *(code for code, one in SOURCES.items() if one.unit == "scenario")]
)
# A lab has the trials and events of its builder: it has no profile of its own.
_LAB: Final = frozenset(
    code for code, one in SOURCES.items() if one.unit in {"lab", "organisation"}
)
_KNOWN: Final[Mapping[str, frozenset[str]]] = {"scenario": _SCENARIO, "lab": _LAB}


def countable(subject: str) -> frozenset[str]:
    """The sources that can be counted for one of this kind of subject."""
    return _KNOWN.get(subject, frozenset())
