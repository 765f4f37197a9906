"""One turn of the clock: enqueue what is due, take up lost tasks, retry failed ones, sweep."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, Max
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from citystage.config.periodic import PERIODIC
from citystage.config.worker import is_gone

# Of several clocks over one database the holder of this lock works.
LOCK = 7_312_027
# A task of a worker that cannot be asked is taken up after so long; every task may run twice.
LEASE = timedelta(minutes=60)
MOST_ATTEMPTS = 5
KEPT = timedelta(days=2)
KEPT_FAILED = timedelta(days=90)

_PATHS = [each.path for each in PERIODIC]
_WAITING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def hold() -> bool:
    """Take the lock for this connection; False when another clock has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def release() -> None:
    """Give the lock back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def tick(now: datetime) -> dict[str, int]:
    """Do all of it once; returns how many of each."""
    return {
        "taken_up": take_up_lost(now),
        "retried": retry_failed(now),
        "enqueued": enqueue_due(now),
        "swept": sweep(now),
    }


@transaction.atomic
def enqueue_due(now: datetime) -> int:
    """Enqueue every periodic task that is due and does not wait or run already."""
    known = DBTaskResult.objects.filter(task_path__in=_PATHS)
    waiting = set(known.filter(status__in=_WAITING).values_list("task_path", flat=True))
    rows = known.order_by().values_list("task_path").annotate(last=Max("enqueued_at"))
    last = dict(rows)
    made = 0
    for each in PERIODIC:
        if each.path not in waiting and each.due(last.get(each.path), now):
            each.task.enqueue()
            made += 1
    return made


def _attempts() -> Func:
    return Func(F("worker_ids"), function="jsonb_array_length", output_field=IntegerField())


@transaction.atomic
def take_up_lost(now: datetime) -> int:
    """Put tasks of workers that are gone back into the queue; after many attempts they failed."""
    running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
    lost = [row for row in running if _is_lost(row, now)]
    for row in lost:
        again = len(row.worker_ids) < MOST_ATTEMPTS
        row.status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
        row.finished_at = None if again else now
        row.traceback = f"The worker {row.worker_ids[-1] if row.worker_ids else '?'} was lost."
        row.save(update_fields=["status", "finished_at", "traceback"])
    return len(lost)


def _is_lost(row: DBTaskResult, now: datetime) -> bool:  # type: ignore[type-arg]
    gone = is_gone(row.worker_ids[-1]) if row.worker_ids else None
    if gone is None:
        return bool(row.started_at and now - row.started_at > LEASE)
    return gone


@transaction.atomic
def retry_failed(now: datetime) -> int:
    """Let failed tasks run again, 2, 4, 8, … minutes later; what went wrong stays on the row.

    Periodic tasks are left out: their next turn is their retry.
    """
    failed = DBTaskResult.objects.failed().exclude(task_path__in=_PATHS)
    failed = failed.annotate(attempts=_attempts()).filter(attempts__lt=MOST_ATTEMPTS)
    again = list(failed.select_for_update(skip_locked=True))
    for row in again:
        row.status = TaskResultStatus.READY
        row.run_after = (row.finished_at or now) + timedelta(minutes=2 ** len(row.worker_ids))
        row.save(update_fields=["status", "run_after"])
    return len(again)


def sweep(now: datetime) -> int:
    """Forget turns of periodic tasks soon, done ones after days, failed ones after months."""
    done = DBTaskResult.objects.successful().exclude(task_path__in=_PATHS)
    gone = done.filter(finished_at__lt=now - KEPT).delete()[0]
    for kept in {each.kept for each in PERIODIC}:
        paths = [each.path for each in PERIODIC if each.kept == kept]
        turns = DBTaskResult.objects.successful().filter(task_path__in=paths)
        gone += turns.filter(finished_at__lt=now - kept).delete()[0]
    given_up = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEPT_FAILED)
    return gone + given_up.delete()[0]
