"""The clock: what is due is enqueued once, lost tasks are taken up, failed ones tried again."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from threading import Thread, Timer
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from citystage.config import cli, periodic, ticking, worker
from citystage.config.commands import clock
from citystage.config.periodic import PERIODIC, daily, every

SWEEP = "citystage.foundation.notices.jobs.sweep_form_keys"
IMPORT = "citystage.foundation.sheets.jobs.run_import"


def row(path=IMPORT, status=TaskResultStatus.RUNNING, workers=(), **fields):
    known = {
        "status": status,
        "args_kwargs": {"args": [1], "kwargs": {}},
        "task_path": path,
        "backend_name": "default",
        "worker_ids": list(workers),
        "run_after": get_date_max(),
        "started_at": timezone.now(),
    }
    return DBTaskResult.objects.create(**(known | fields))


def gone():
    """The id of a worker that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return f"{socket.gethostname()[:30]}/{process.pid}/1.00"


def test_every_task_of_the_table_exists_and_takes_nothing():
    for each in PERIODIC:
        assert each.task.module_path == each.path


def test_seconds_pass_between_two_turns():
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    assert every(60)(None, now)
    assert not every(60)(now - timedelta(seconds=59), now)
    assert every(60)(now - timedelta(seconds=60), now)


def test_once_a_day_from_its_hour_on():
    due = daily(time(8, 0))  # in Shanghai: midnight in UTC
    before, after = (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))

    assert not due(None, before)
    assert due(before, after)
    assert due(None, after)
    assert not due(after, after + timedelta(hours=9))


@pytest.mark.django_db
def test_what_is_due_is_enqueued_once():
    now = timezone.now()

    first, second = ticking.enqueue_due(now), ticking.enqueue_due(now)

    paths = set(DBTaskResult.objects.values_list("task_path", flat=True))
    frequent = {each.path for each in PERIODIC if each.kept < timedelta(days=1)}
    assert (first >= len(frequent), second) == (True, 0)
    assert frequent <= paths


@pytest.mark.django_db
def test_a_task_that_still_runs_is_not_enqueued_again():
    for each in PERIODIC:
        row(each.path)

    assert ticking.enqueue_due(timezone.now() + timedelta(days=2)) == 0


@pytest.mark.django_db
def test_a_task_of_a_lost_worker_is_taken_up():
    lost, alive = row(workers=[gone()]), row(workers=[worker.own_id()])

    assert ticking.take_up_lost(timezone.now()) == 1

    lost.refresh_from_db()
    alive.refresh_from_db()
    assert (lost.status, alive.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    assert "was lost" in lost.traceback


@pytest.mark.django_db
def test_a_worker_of_another_host_has_a_lease():
    old = row(workers=["elsewhere/1/1.00"], started_at=timezone.now() - ticking.LEASE * 2)
    row(workers=["elsewhere/1/1.00"])
    row(workers=["somelongrandomword"])
    row(started_at=None)

    assert ticking.take_up_lost(timezone.now()) == 1
    assert DBTaskResult.objects.get(status=TaskResultStatus.READY) == old


@pytest.mark.django_db
def test_a_task_that_kills_every_worker_fails_at_last():
    row(workers=[gone()] * ticking.MOST_ATTEMPTS)

    ticking.take_up_lost(timezone.now())

    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_failed_tasks_are_tried_again_ever_later_and_kept():
    now = timezone.now()
    failed = TaskResultStatus.FAILED
    twice = row(status=failed, workers=["a", "b"], finished_at=now, traceback="why")
    row(status=failed, workers=["a"] * ticking.MOST_ATTEMPTS, finished_at=now)
    row(SWEEP, status=failed, workers=["a"], finished_at=now)

    assert ticking.retry_failed(now) == 1

    twice.refresh_from_db()
    assert (twice.status, twice.run_after) == (TaskResultStatus.READY, now + timedelta(minutes=4))
    assert twice.traceback == "why"


@pytest.mark.django_db
def test_old_turns_are_forgotten_and_failures_kept_longer():
    now = timezone.now()
    done, failed = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
    row(status=done, finished_at=now - timedelta(days=3))
    row(PERIODIC[0].path, status=done, finished_at=now - timedelta(hours=2))
    row(SWEEP, status=done, finished_at=now - timedelta(hours=2))
    row(status=failed, finished_at=now - timedelta(days=30))
    row(status=failed, finished_at=now - timedelta(days=100))

    assert ticking.sweep(now) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_one_works():
    held = []

    def other():
        held.append(ticking.hold())
        connection.close()

    mine = ticking.hold()
    thread = Thread(target=other)
    thread.start()
    thread.join()
    ticking.release()

    assert (mine, held) == (True, [False])


@pytest.mark.django_db(transaction=True)
def test_one_turn_of_the_command_and_a_worker_do_the_work():
    turned = cli.run_within(["clock", "--once"])
    call_command("db_worker", "--batch", "--no-startup-delay", "--verbosity", "0")

    done = DBTaskResult.objects.values_list("status", flat=True)
    assert turned == 0
    assert set(done) == {TaskResultStatus.SUCCESSFUL}


@pytest.mark.django_db(transaction=True)
def test_a_turn_without_the_lock_does_nothing():
    started = []

    def hold_elsewhere():
        ticking.hold()
        started.append(cli_turn())
        ticking.release()
        connection.close()

    def cli_turn():
        result = []

        def run():
            result.append(cli.run_within(["clock", "--once"]))
            connection.close()

        inner = Thread(target=run)
        inner.start()
        inner.join()
        return result

    thread = Thread(target=hold_elsewhere)
    thread.start()
    thread.join()

    assert (started, DBTaskResult.objects.count()) == ([[0]], 0)


@pytest.mark.django_db(transaction=True)
def test_the_clock_turns_until_it_is_told_to_stop(monkeypatch):
    monkeypatch.setattr(clock, "SECONDS", 0.05)
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    end = Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM))
    end.start()

    ended = cli.run_within(["clock"])

    for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
        signal.signal(number, handler)
    assert ended == 0
    assert DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_imports_without_a_worker_are_taken_up_in_turn():
    assert periodic.take_up_imports.call() == 0


def test_a_worker_knows_itself_and_what_is_gone():
    assert worker.is_gone(worker.own_id()) is False
    assert worker.is_gone(gone()) is True
    assert worker.is_gone(f"elsewhere/{os.getpid()}/1") is None
    assert worker.is_gone(str(uuid4())) is None


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_with_its_own_id(monkeypatch):
    periodic.take_up_imports.enqueue()
    monkeypatch.setattr(sys, "argv", ["worker", "--batch", "--no-startup-delay"])

    worker.main()

    assert DBTaskResult.objects.get().worker_ids == [worker.own_id()]
