"""Who minds what failed behind the pages."""

from django.tasks import TaskResultStatus
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of


def may_mind(actor: Actor) -> Verdict:
    """The system administrator."""
    if actor.may(Permission.BACKGROUND_TASK_MIND):
        return ALLOWED
    return Verdict(_("Only the system administrator minds tasks that failed."))


def may_decide(actor: Actor, row: "DBTaskResult[..., object]") -> Verdict:
    """The same person, while the task stands still: it failed, or waits for its next attempt."""
    failing = row.status == TaskResultStatus.FAILED or (
        row.status == TaskResultStatus.READY and bool(row.traceback)
    )
    return all_of(
        may_mind(actor),
        ALLOWED if failing else Verdict(_("This task runs again or is done already.")),
    )
