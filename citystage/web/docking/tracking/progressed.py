"""What became of it: steps of the later stages, each with the way to its page where one may go."""

from collections.abc import Iterable

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Progress
from citystage.web.shell.going import DESTINATIONS


def led(actor: Actor, steps: Iterable[Progress]) -> list[tuple[Progress, str]]:
    """Each step with its address; "" for whom its page is out of reach."""
    return [(one, _address(actor, one.source)) for one in steps]


def _address(actor: Actor, source: str) -> str:
    try:
        return DESTINATIONS.of(actor, source)
    except NotFound:
        return ""
