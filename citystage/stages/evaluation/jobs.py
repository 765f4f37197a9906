"""What the clock does: reports are asked for, labs and the assessed are reminded."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.actions.count_stands import count_stands
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.reckon_figures import rebuild_figures, reckon_figures
from citystage.stages.evaluation.actions.remind_assessed import remind_assessed
from citystage.stages.evaluation.actions.remind_labs import remind_labs
from citystage.stages.evaluation.queries.exercises import asking


@task()
def follow_labs() -> int:
    """Ask for what is due and remind of what is near, in every city; safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    done = 0
    for city in Unit.objects.filter(kind=Unit.Kind.CITY).order_by("pk"):
        done += plan_reports(city, stamp=stamp)
        done += remind_labs(city, stamp=stamp)
    return done


@task()
def mind_exercises() -> int:
    """Remind whoever is assessed of the self-report that is due; safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    return sum(remind_assessed(one, stamp=stamp) for one in asking())


@task()
def follow_figures() -> int:
    """Count what the ledger tells since the last time; safe to run twice."""
    return reckon_figures(stamp=Stamp(NOBODY, timezone.now(), "job", uuid4())).readings


@task()
def follow_stands() -> int:
    """Count how the scenarios of each city stand, where something happened; safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    cities = Unit.objects.filter(kind=Unit.Kind.CITY).order_by("pk")
    return sum(count_stands(city, stamp=stamp) for city in cities)


@task()
def recount_figures() -> int:
    """Count everything anew, so that no increment is trusted for longer than a day."""
    return rebuild_figures(stamp=Stamp(NOBODY, timezone.now(), "job", uuid4())).readings
