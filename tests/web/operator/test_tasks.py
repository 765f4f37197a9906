"""The system administrator minds what failed behind the pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.tasks import TaskResultStatus
from django.test import Client
from django_tasks_db.models import DBTaskResult

from citystage.foundation.access.roles import Role
from citystage.foundation.background.actions.retry import retry
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import Refusal
from tests.conftest import NOON

KEEP = "citystage.stages.catalogue.jobs.keep_files"
MAILS = "citystage.foundation.notices.jobs.deliver_outbox"
TRACE = "Traceback (most recent call last):\n  File x\nValueError: the disk is full\n"


def failed(path=KEEP, *, status=TaskResultStatus.FAILED, fault="builtins.ValueError", attempts=5):
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [7], "kwargs": {}},
        task_path=path,
        worker_ids=["w"] * attempts,
        backend_name="default",
        run_after=NOON + timedelta(days=400),
        exception_class_path=fault,
        traceback=TRACE,
        finished_at=NOON if status == TaskResultStatus.FAILED else None,
    )


@pytest.fixture
def keeper(town):
    client = Client()
    client.force_login(town.person("keeper", Role.SYSTEM_ADMINISTRATOR, town.city))
    return client


def test_what_failed_is_listed_with_its_fault_and_cut_to_a_task(keeper):
    row, _other = failed(), failed(MAILS)
    waiting = failed(status=TaskResultStatus.READY, attempts=2)

    def rows(query=""):
        return [one.pk for one, _d, _f in keeper.get(f"/operator/tasks/{query}").context["rows"]]

    shown = keeper.get("/operator/tasks/").context
    assert len(rows()) == 2
    assert rows(f"?task={KEEP}") == [row.pk]
    assert rows("?show=again") == [waiting.pk]
    assert [number for _n, _l, number, _u in shown["lists"]] == [2, 1]
    assert {fault for _r, _d, fault in shown["rows"]} == {"ValueError: the disk is full"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(keeper, django_assert_num_queries, count):
    for _ in range(count):
        failed()
    keeper.get("/operator/tasks/")

    with django_assert_num_queries(10):
        keeper.get("/operator/tasks/")


def test_only_the_system_administrator_sees_them(town):
    row = failed()
    client = Client()
    client.force_login(town.city_officer)

    answers = [client.get(f"/operator/tasks/{rest}").status_code for rest in ("", f"{row.pk}/")]

    assert answers == [403, 404]


def test_a_task_is_read_and_tried_again(keeper):
    row = failed()

    page = keeper.get(f"/operator/tasks/{row.pk}/").content.decode()
    answer = keeper.post(f"/operator/tasks/{row.pk}/again/")

    row.refresh_from_db()
    assert "ValueError: the disk is full" in page
    assert (answer.status_code, row.status, len(row.worker_ids)) == (302, "READY", 5)
    entry = Entry.objects.get(verb="background.task.retried")
    assert entry.payload == {"task": KEEP, "fault": "builtins.ValueError"}
    assert entry.subject.endswith(str(row.pk))


def test_a_task_is_dropped_with_a_reason_that_the_ledger_keeps(keeper):
    row, other = failed(), failed()

    without = keeper.post(f"/operator/tasks/{row.pk}/drop/", {"reason": " "})
    keeper.post(f"/operator/tasks/{row.pk}/drop/", {"reason": "清单已撤回"})

    entry = Entry.objects.get(verb="background.task.dropped")
    assert without.status_code == 422
    assert entry.payload["reason"] == "清单已撤回"
    assert entry.payload["given"] == '{"args": [7], "kwargs": {}}'
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [other.pk]


def test_all_alike_are_dropped_together(keeper):
    row, _alike = failed(), failed()
    another = failed(fault="builtins.KeyError")

    keeper.post(f"/operator/tasks/{row.pk}/drop/", {"reason": "磁盘已扩容", "alike": "on"})

    assert Entry.objects.filter(verb="background.task.dropped").count() == 2
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [another.pk]


def test_a_task_that_runs_or_is_unknown_is_not_found(keeper):
    running = failed(status=TaskResultStatus.RUNNING)

    answers = [keeper.get(f"/operator/tasks/{pk}/").status_code for pk in (running.pk, uuid4())]

    assert answers == [404, 404]


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_took_up_meanwhile_is_left_to_it(town):
    row = failed()
    DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.RUNNING)
    keeper = town.person("keeper", Role.SYSTEM_ADMINISTRATOR, town.city)

    with pytest.raises(Refusal):
        retry(row, stamp=town.stamp(keeper))
