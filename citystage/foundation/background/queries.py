"""Tasks that failed, for the one who minds them."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from citystage.foundation.access.stamps import Actor
from citystage.foundation.background import rules
from citystage.kernel.refusals import NotFound

type Row = "DBTaskResult[..., object]"
type Rows = "QuerySet[DBTaskResult[..., object]]"


def given_up(actor: Actor) -> Rows:
    """What the clock tries no more, and turns of periodic tasks that failed; the latest first."""
    found = DBTaskResult.objects.failed() if rules.may_mind(actor) else DBTaskResult.objects.none()
    return found.order_by("-finished_at", "pk")


def tried_again(actor: Actor) -> Rows:
    """What failed and waits for its next attempt, the nearest first."""
    found = DBTaskResult.objects.filter(status=TaskResultStatus.READY).exclude(traceback="")
    return (found if rules.may_mind(actor) else found.none()).order_by("run_after", "pk")


def by_task(rows: Rows) -> list[tuple[str, int]]:
    """How many of each task, the most frequent first."""
    counted = rows.order_by().values_list("task_path").annotate(number=Count("pk"))
    return [(path, number) for path, number in counted.order_by("-number", "task_path")]


def reach_task(actor: Actor, pk: UUID) -> Row:
    """One task that failed. Raises ``NotFound``."""
    found = (given_up(actor).order_by() | tried_again(actor).order_by()).filter(pk=pk).first()
    if found is None:
        raise NotFound("")
    return found


def alike(row: Row) -> Rows:
    """The same task with the same fault, this one among them."""
    return DBTaskResult.objects.filter(
        status=row.status,
        task_path=row.task_path,
        exception_class_path=row.exception_class_path,
    ).exclude(traceback="")
