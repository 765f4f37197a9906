"""A task that failed runs again at once."""

from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.background import rules
from citystage.foundation.background.facts import TaskRetried
from citystage.foundation.ledger import journal


@transaction.atomic(durable=True)
def retry(row: "DBTaskResult[..., object]", *, stamp: Stamp) -> None:
    """Put the task back into the queue; its attempts so far stay counted.

    Every task may run twice: what it has done already it finds done.
    """
    locked = DBTaskResult.objects.select_for_update().get(pk=row.pk)
    rules.may_decide(stamp.actor, locked).enforce()
    locked.status = TaskResultStatus.READY
    locked.run_after = stamp.at
    locked.save(update_fields=["status", "run_after"])
    fact = TaskRetried(task=locked.task_path, fault=locked.exception_class_path)
    journal.record(fact, subject=locked, stamp=stamp)
