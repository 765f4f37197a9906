"""What became of it: steps of the later stages, each with the way to its page where one may go."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Progress
from citystage.stages.projects.queries.projects import reach_project
from citystage.stages.trials.queries.trials import reach_trial
from citystage.web.shell.going import DESTINATIONS

# Who may open the page of a record of a later stage: raises ``NotFound`` out of reach.
_REACH: Final[Mapping[str, Callable[[Actor, int], object]]] = {
    "trials.trial": reach_trial,
    "projects.project": reach_project,
}


def led(actor: Actor, steps: Iterable[Progress]) -> list[tuple[Progress, str]]:
    """Each step with its address; "" for whom its page is out of reach."""
    return [(one, _address(actor, one.source)) for one in steps]


def _address(actor: Actor, source: str) -> str:
    kind, _colon, number = source.partition(":")
    if kind not in _REACH:
        return ""
    try:
        _REACH[kind](actor, int(number))
        return DESTINATIONS.of(actor, source)
    except NotFound:
        return ""
