"""What the clock does for projects: reports are asked for, sides are reminded."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects.actions.mind_payments import remind_payments
from citystage.stages.projects.actions.mind_reports import plan_reports, remind_reports


@task()
def mind_projects() -> int:
    """In every city; safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    done = 0
    for city in Unit.objects.filter(kind=Unit.Kind.CITY).order_by("pk"):
        done += plan_reports(city, stamp=stamp)
        done += remind_reports(city, stamp=stamp)
        done += remind_payments(city, stamp=stamp)
    return done
