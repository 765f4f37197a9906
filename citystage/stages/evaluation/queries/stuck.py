"""What is stuck, and with whom: what should have been done by now, the longest overdue first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, QuerySet, Window
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Ask, FollowUp, Opening
from citystage.stages.docking.models import Promise as Pledge
from citystage.stages.docking.states.asks import AskState
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.plan_terms import WallTerms
from citystage.stages.evaluation.states.reports import ReportState
from citystage.stages.projects.models import Project
from citystage.stages.projects.states.projects import ProjectState
from citystage.stages.trials.models import Trial

type Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One thing: what, with whom, by how many days, and its name in the ledger."""

    title: str
    who: str
    days: int
    subject: str
    # What ends soon is not late yet.
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckKind:
    """Things of one kind; ``total`` counts also those that are not listed."""

    code: str
    label: Text
    total: int
    rows: Sequence[Stuck]


_OVER: Final = (ScenarioState.LANDED, ScenarioState.CLOSED)
OUTCOMES: Final = _("Outcomes not recorded")
ASKS: Final = _("Asks not answered")
PROMISES: Final = _("Promises not kept")
FOLLOWED: Final = _("Follow-up overdue")
REPORTS: Final = _("Reports of labs not handed in")
TRIALS: Final = _("Trials near or past their end")
PROJECTS: Final = _("Projects past their day")
_RUNNING: Final = (ProjectState.RUNNING, ProjectState.ACCEPTING)


def stuck(
    actor: Actor,
    city: Unit,
    scenarios: QuerySet[Scenario],
    *,
    at: datetime,
    terms: WallTerms,
) -> list[StuckKind]:
    """Kinds that have something, each with its first ``terms.stuck``; one query a kind."""
    today, most = timezone.localdate(at), terms.stuck
    until = today + timedelta(days=terms.ending_days)
    kinds = [
        _kind("outcomes", OUTCOMES, _outcomes(scenarios, at), most, lambda r: _opening(r, at)),
        _kind("asks", ASKS, _asks(actor, city, at), most, lambda r: _ask(r, at)),
        _kind("promises", PROMISES, _owed(actor, city, today), most, lambda r: _pledge(r, today)),
        _kind("followed", FOLLOWED, _followed(scenarios, today), most, lambda r: _line(r, today)),
        _kind("reports", REPORTS, _reports(actor, city, at), most, lambda r: _report(r, at)),
        _kind("trials", TRIALS, _trials(actor, city, until), most, lambda r: _trial(r, today)),
        _kind("projects", PROJECTS, _projects(actor, city, today), most, lambda r: _due(r, today)),
    ]
    return [kind for kind in kinds if kind.total]


def _kind(code: str, label: Text, rows: QuerySet[Any], most: int, told: Any) -> StuckKind:  # noqa: ANN401
    """One query: the first rows, each with how many there are."""
    found = list(rows.annotate(all_of_them=Window(Count("pk")))[:most])
    total = found[0].all_of_them if found else 0
    return StuckKind(code=code, label=label, total=total, rows=[told(row) for row in found])


def _outcomes(scenarios: QuerySet[Scenario], at: datetime) -> QuerySet[Opening]:
    found = Opening.objects.without_outcome().filter(scenario__in=scenarios, outcome_due_at__lte=at)
    return found.select_related("scenario", "opened_for").order_by("outcome_due_at", "pk")


def _opening(row: Opening, at: datetime) -> Stuck:
    held = row.opened_for.label if row.opened_for else row.scenario.owner_name
    return Stuck(
        title=row.scenario.label,
        who=held,
        days=_days(at, row.outcome_due_at),
        subject=subject_of(row),
    )


def _asks(actor: Actor, city: Unit, at: datetime) -> QuerySet[Ask]:
    found = Ask.objects.visible_to(actor).filter(city=city, state=AskState.FILED, due_at__lte=at)
    return found.select_related("unit").order_by("due_at", "pk")


def _ask(row: Ask, at: datetime) -> Stuck:
    late = _days(at, row.due_at)
    return Stuck(title=row.title, who=row.unit.label, days=late, subject=subject_of(row))


def _owed(actor: Actor, city: Unit, today: date) -> QuerySet[Pledge]:
    found = Pledge.objects.visible_to(actor).filter(city=city).overdue(today)
    return found.select_related("giver").order_by("due_on", "pk")


def _pledge(row: Pledge, today: date) -> Stuck:
    late = (today - row.due_on).days
    return Stuck(title=row.what, who=row.giver.label, days=late, subject=subject_of(row))


def _followed(scenarios: QuerySet[Scenario], today: date) -> QuerySet[FollowUp]:
    running = scenarios.exclude(state__in=_OVER)
    found = FollowUp.objects.filter(scenario__in=running, next_on__lt=today)
    return found.select_related("scenario", "unit").order_by(F("next_on"), "pk")


def _line(row: FollowUp, today: date) -> Stuck:
    held = row.person_name or (row.unit.label if row.unit else "")
    late = (today - row.next_on).days if row.next_on else 0
    return Stuck(title=row.scenario.label, who=held, days=late, subject=subject_of(row))


def _reports(actor: Actor, city: Unit, at: datetime) -> QuerySet[Report]:
    tops = actor.reach(Permission.EVALUATION_LAB_READ)
    reach = subtree(tops, "lab__city__path") | subtree(tops, "lab__district__path")
    found = Report.objects.filter(reach, lab__city=city, state=ReportState.OPEN, due_at__lte=at)
    return found.select_related("lab").order_by("due_at", "pk")


def _report(row: Report, at: datetime) -> Stuck:
    return Stuck(
        title=row.lab.label,
        who=row.lab.builder_name,
        days=_days(at, row.due_at),
        subject=subject_of(row),
    )


def _trials(actor: Actor, city: Unit, until: date) -> QuerySet[Trial]:
    found = Trial.objects.overseen_by(actor).signed().filter(city=city, ends_on__lte=until)
    return found.select_related("owner_unit").order_by("ends_on", "pk")


def _trial(row: Trial, today: date) -> Stuck:
    left = (row.ends_on - today).days
    return Stuck(
        title=row.title,
        who=row.owner_unit.label,
        days=abs(left),
        subject=subject_of(row),
        ahead=left > 0,
    )


def _projects(actor: Actor, city: Unit, today: date) -> QuerySet[Project]:
    found = Project.objects.visible_to(actor).filter(city=city, state__in=_RUNNING)
    return found.filter(due_on__lt=today).select_related("owner_unit").order_by("due_on", "pk")


def _due(row: Project, today: date) -> Stuck:
    late = (today - row.due_on).days
    return Stuck(title=row.title, who=row.owner_unit.label, days=late, subject=subject_of(row))


def _days(at: datetime, due: datetime) -> int:
    return max(0, (at - due).days)


def total(kinds: Iterable[StuckKind]) -> int:
    """How many things are stuck."""
    return sum(kind.total for kind in kinds)
