"""What is done again and again, how often, by which task; the clock enqueues what is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.tasks import Task, task
from django.utils import timezone
from django.utils.module_loading import import_string

from citystage.foundation.sheets.jobs import take_up_stranded


@task()
def take_up_imports() -> int:
    """Put imports whose worker was lost back into the queue."""
    return take_up_stranded()


def every(seconds: int) -> "Due":
    """Due so many seconds after the last time."""

    def due(last: datetime | None, now: datetime) -> bool:
        return last is None or now - last >= timedelta(seconds=seconds)

    return due


def daily(at: time) -> "Due":
    """Due once on each day, from this local time on."""

    def due(last: datetime | None, now: datetime) -> bool:
        local = timezone.localtime(now)
        begins = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        return local >= begins and (last is None or last < begins)

    return due


type Due = Callable[[datetime | None, datetime], bool]


@dataclass(frozen=True, slots=True)
class Periodic:
    """One task (by its path, as the queue keeps it) and when it is due."""

    path: str
    due: Due
    # How long its finished turns are remembered; longer than the time between two.
    kept: timedelta = timedelta(hours=1)

    @property
    def task(self) -> "Task[[], object]":
        """The task itself."""
        found: Task[[], object] = import_string(self.path)
        return found


_DAYS = timedelta(days=3)

PERIODIC = (
    Periodic("citystage.foundation.notices.jobs.deliver_outbox", every(10)),
    Periodic("citystage.foundation.meaning.jobs.embed_wanted", every(10)),
    Periodic("citystage.foundation.notices.jobs.daily_digest", daily(time(8, 0)), _DAYS),
    Periodic("citystage.foundation.notices.jobs.sweep_form_keys", daily(time(3, 0)), _DAYS),
    Periodic("citystage.config.forgetting.forget_unused", daily(time(3, 20)), _DAYS),
    Periodic("citystage.stages.catalogue.jobs.keep_missing_files", every(20)),
    Periodic("citystage.stages.catalogue.jobs.mail_subscribers", every(300)),
    Periodic("citystage.stages.catalogue.jobs.expire_labels", every(600)),
    Periodic("citystage.stages.matchmaking.jobs.follow_catalogue", every(20)),
    Periodic("citystage.stages.matchmaking.jobs.take_up_rematches", every(60)),
    Periodic("citystage.stages.intake.jobs.tell_of_sealed_calls", every(60)),
    Periodic("citystage.stages.selection.jobs.checking.lapse_corrections", every(60)),
    Periodic("citystage.stages.selection.jobs.deciding.take_effect_due", every(60)),
    Periodic("citystage.stages.selection.jobs.experts.remind_asked_experts", every(3600)),
    Periodic(
        "citystage.stages.selection.jobs.experts.let_experts_lapse", daily(time(4, 10)), _DAYS
    ),
    Periodic("citystage.stages.selection.jobs.deciding.remind_office", every(3600)),
    Periodic("citystage.stages.selection.jobs.scoring.remind_late_scorers", every(3600)),
    Periodic(
        "citystage.stages.selection.jobs.diligence.remind_those_who_look_and_mend", every(3600)
    ),
    Periodic("citystage.stages.evaluation.jobs.follow_labs", daily(time(6, 30)), _DAYS),
    Periodic("citystage.stages.evaluation.jobs.mind_exercises", daily(time(6, 40)), _DAYS),
    Periodic("citystage.stages.evaluation.jobs.follow_figures", every(20)),
    Periodic("citystage.stages.evaluation.jobs.follow_stands", every(20)),
    Periodic("citystage.stages.evaluation.jobs.recount_figures", daily(time(2, 30)), _DAYS),
    Periodic("citystage.stages.docking.jobs.openings.mind_openings", every(60)),
    Periodic("citystage.stages.docking.jobs.tracking.mind_asks", every(600)),
    Periodic("citystage.stages.docking.jobs.tracking.mind_promises", every(3600)),
    Periodic("citystage.stages.docking.jobs.tracking.mind_agreements", every(3600)),
    Periodic("citystage.stages.trials.jobs.watching.mind_trials", every(3600)),
    Periodic("citystage.stages.trials.jobs.watching.mind_tolerances", every(3600)),
    Periodic("citystage.stages.events.jobs.reminding.remind_of_events", every(600)),
    Periodic("citystage.stages.projects.jobs.mind_projects", every(3600)),
    Periodic("citystage.config.periodic.take_up_imports", every(60)),
)
