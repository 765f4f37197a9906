"""Carry a re-match from its beginning to its end; safe to be killed and begun again anywhere."""

import itertools
import logging
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.stages.matchmaking.actions import carry_on
from citystage.stages.matchmaking.finding.knowledge import forget, knowledge_of
from citystage.stages.matchmaking.finding.whole_city import WholeCity
from citystage.stages.matchmaking.models import Run
from citystage.stages.matchmaking.states import RunState

CHUNK = 50
_log = logging.getLogger(__name__)


def match_again(run: Run, *, stamps: Callable[[], Stamp]) -> Run:
    """Take a waiting, or stranded, run to its end. ``stamps`` gives the stamp of each step."""
    forget()
    known = knowledge_of(run.city)
    taken = carry_on.begin(run, known=known, stamp=stamps())
    if taken is None:
        return run
    try:
        taken = _walk(taken, stamps)
    except Exception:
        _log.exception("the re-match %s stopped", run.pk)
        carry_on.end(run, failure=_("The match stopped at a fault."), stamp=stamps())
        raise
    return carry_on.end(taken, failure="", stamp=stamps())


def _walk(run: Run, stamps: Callable[[], Stamp]) -> Run:
    whole = WholeCity(run.city, knowledge_of(run.city), today=timezone.localdate())
    carry_on.measure(run, scenarios=whole.total, suppliers=whole.suppliers, stamp=stamps())
    for found in itertools.batched(whole.after(run.position), CHUNK, strict=False):
        run = carry_on.keep_matches(run, found=found, stamp=stamps())
        if run.state != RunState.RUNNING or run.cancel_asked:
            return run
    carry_on.keep_topics(run, topics=whole.topics(), stamp=stamps())
    return run
