"""What a person decided about work that failed behind the pages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRetried(Fact):
    """A failed task runs again."""

    verb = "background.task.retried"
    label = _("failed task tried again")

    task: str
    fault: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDropped(Fact):
    """A failed task will never run; why, and what it would have worked on."""

    verb = "background.task.dropped"
    label = _("failed task dropped")

    task: str
    fault: str
    given: str
    reason: str
