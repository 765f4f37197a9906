"""A task that failed will not run any more, and the ledger says why."""

import json
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.background import queries, rules
from citystage.foundation.background.facts import TaskDropped
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal

LONGEST_REASON: Final = 500
# What a task was given is numbers of records; more than this is cut off.
_LONGEST_GIVEN: Final = 500


class NoReason(Refusal):
    """Nothing is dropped without a word."""


@transaction.atomic(durable=True)
def drop(row: "DBTaskResult[..., object]", *, reason: str, stamp: Stamp) -> None:
    """Forget this one task."""
    _drop([row.pk], reason=reason, stamp=stamp)


@transaction.atomic(durable=True)
def drop_alike(row: "DBTaskResult[..., object]", *, reason: str, stamp: Stamp) -> int:
    """Forget it and all that failed in the same task with the same fault; returns how many."""
    return _drop(list(queries.alike(row).values_list("pk", flat=True)), reason=reason, stamp=stamp)


def _drop(pks: list[UUID], *, reason: str, stamp: Stamp) -> int:
    said = clean(reason[:10_000]).strip()[:LONGEST_REASON]
    if not said:
        raise NoReason(_("Say why the task is dropped; the ledger keeps it."))
    rows = DBTaskResult.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    told = []
    for row in rows:
        rules.may_decide(stamp.actor, row).enforce()
        given = json.dumps(row.args_kwargs, ensure_ascii=False)[:_LONGEST_GIVEN]
        fault = row.exception_class_path
        told.append((TaskDropped(task=row.task_path, fault=fault, given=given, reason=said), row))
    journal.record_many(told, stamp=stamp)
    DBTaskResult.objects.filter(pk__in=[row.pk for _fact, row in told]).delete()
    return len(told)
