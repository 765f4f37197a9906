"""Both sides are reminded of amounts that are due and not paid whole; done again, nothing twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects import owing, proceeding
from citystage.stages.projects.facts.instalments import PaymentReminded
from citystage.stages.projects.models import Instalment
from citystage.stages.projects.schedule import next_reminder
from citystage.stages.projects.settings import terms_of


@transaction.atomic(durable=True)
def remind_payments(city: Unit, *, stamp: Stamp) -> int:
    """One reminder where a moment has come; of several missed ones only the latest.

    An amount of a milestone is reminded of once that is met, from the later of both days on.
    """
    marks = terms_of(city).paying.remind_days
    # Nothing is owed before its own day: what lies further ahead than the first reminder waits.
    until = timezone.localdate(stamp.at) + timedelta(days=max(marks, default=0))
    open_ = Instalment.objects.unpaid().filter(project__city=city, due_on__lte=until)
    # A query that groups cannot lock: the keys first, then the rows as they stand.
    keys = list(open_.order_by().values_list("pk", flat=True))
    along = ("milestone", *(f"project__{one}" for one in proceeding.WITH))
    rows = Instalment.objects.select_for_update(of=("self",)).select_related(*along)
    # One that was taken back in between is no longer asked for.
    owed = rows.filter(pk__in=keys, withdrawn_at__isnull=True).order_by("pk")
    return sum(_remind(one, marks, stamp) for one in owed)


def _remind(instalment: Instalment, marks: tuple[int, ...], stamp: Stamp) -> bool:
    day = owing.owed_on(instalment)
    if day is None:
        return False
    ends: datetime = owing.end_of(day)
    mark = next_reminder(marks, due_at=ends, at=stamp.at, told=instalment.reminded)
    if mark is None:
        return False
    instalment.reminded = mark
    instalment.save(update_fields=["reminded"])
    project = instalment.project
    told = PaymentReminded(
        **proceeding.counted(project, stamp=stamp, amount=instalment.amount),
        project_id=project.pk,
        instalment_id=instalment.pk,
        days=mark,
    )
    journal.record(told, subject=project, stamp=stamp)
    words = (
        gettext_noop("A payment of “%(title)s” is overdue since %(day)s.")
        if ends <= stamp.at
        else gettext_noop("A payment of “%(title)s” is due on %(day)s.")
    )
    proceeding.say_to_sides(project, words, stamp, group=Group.TASK, day=day.isoformat())
    return True
