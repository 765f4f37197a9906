"""Yearly assessments as the office reads them: the list, one with its parts, who may be named."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject, SubjectPaper
from citystage.stages.evaluation.states.exercises import ExerciseState, MarkState, SubjectState
from citystage.stages.evaluation.yearly.locking import WITH
from citystage.stages.selection.models import Expert
from citystage.stages.selection.states.panels import ExpertState

_EVENTS = 80


@dataclass(frozen=True, slots=True)
class Cut:
    """What the list is cut to; empty values do not cut."""

    state: str = ""
    kind: str = ""
    year: str = ""
    sort: str = ""


def manages(actor: Actor) -> bool:
    """Whether this person holds assessments."""
    return actor.may(Permission.ASSESS_EXERCISE_MANAGE)


def exercises(actor: Actor, cut: Cut | None = None) -> QuerySet[Exercise]:
    """Those of the cities whose assessments this person holds, with how far they are."""
    reach = subtree(actor.reach(Permission.ASSESS_EXERCISE_MANAGE), "city__path")
    rows = Exercise.objects.filter(reach).select_related("city")
    chosen = cut or Cut()
    for name in ("state", "kind"):
        if value := getattr(chosen, name):
            rows = rows.filter(**{name: value})
    if chosen.year.isdecimal() and len(chosen.year) == 4:  # noqa: PLR2004 -- a year
        rows = rows.filter(year=int(chosen.year))
    still = ~Q(subjects__state=SubjectState.DROPPED)
    rows = rows.annotate(
        count=Count("subjects", filter=still, distinct=True),
        reported=Count(
            "subjects", filter=Q(subjects__handed_in_at__isnull=False) & still, distinct=True
        ),
    )
    order = {"due": ("report_until", "-pk"), "title": ("title", "pk")}
    return rows.order_by(*order.get(chosen.sort, ("-year", "-made_at", "-pk")))


def years(actor: Actor) -> list[int]:
    """The years there are assessments of."""
    reach = subtree(actor.reach(Permission.ASSESS_EXERCISE_MANAGE), "city__path")
    rows = Exercise.objects.filter(reach).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def reach_exercise(actor: Actor, pk: int) -> Exercise:
    """One of them. Raises ``NotFound``."""
    if found := exercises(actor).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such assessment within your reach."))


def cities(actor: Actor) -> list[Unit]:
    """The cities in which this person begins assessments."""
    tops = actor.reach(Permission.ASSESS_EXERCISE_MANAGE)
    return list(Unit.objects.under(*tops).filter(kind=Unit.Kind.CITY).order_by("pk"))


def template_cities(actor: Actor) -> list[Unit]:
    """The cities whose templates this person writes, or begins assessments by."""
    tops = actor.reach(Permission.ASSESS_TEMPLATE_WRITE)
    tops += actor.reach(Permission.ASSESS_EXERCISE_MANAGE)
    return list(Unit.objects.under(*tops).filter(kind=Unit.Kind.CITY).order_by("pk"))


def asking() -> list[Exercise]:
    """Those that wait for self-reports, of all cities."""
    return list(Exercise.objects.filter(state=ExerciseState.REPORTING).order_by("pk"))


def subjects(exercise: Exercise, *, state: str = "") -> QuerySet[Subject]:
    """Who is assessed, with how many marks are in."""
    rows = exercise.subjects.select_related(*WITH)
    if state:
        rows = rows.filter(state=state)
    counted = {
        "sheets_in": Count("sheets", filter=Q(sheets__state=MarkState.HANDED_IN)),
        "sheets_open": Count("sheets", filter=Q(sheets__state=MarkState.OPEN)),
    }
    return rows.annotate(**counted).order_by("pk")


def reach_subject(exercise: Exercise, pk: int) -> Subject:
    """One of them. Raises ``NotFound``."""
    found = (
        exercise.subjects.select_related(*WITH, "checked_by", "decided_by").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound(_("There is no such subject in this assessment."))
    found.exercise = exercise
    return found


def sheets_of(subject: Subject) -> list[MarkSheet]:
    """The score sheets on one subject."""
    rows = subject.sheets.select_related("examiner__expert", "examiner__user").order_by("pk")
    found = list(rows)
    for one in found:
        one.subject = subject
    return found


def reach_sheet(subject: Subject, pk: int) -> MarkSheet:
    """One of them. Raises ``NotFound``."""
    if found := next((one for one in sheets_of(subject) if one.pk == pk), None):
        return found
    raise NotFound(_("There is no such sheet."))


def papers_of(subject: Subject, kind: str = "") -> list[SubjectPaper]:
    """Its files, those that were taken out left out."""
    rows = subject.papers.filter(removed_at=None).select_related("added_by")
    return list(rows.filter(kind=kind) if kind else rows)


def paper_of(subject: Subject, pk: int) -> SubjectPaper:
    """One of them. Raises ``NotFound``."""
    if found := next((one for one in papers_of(subject) if one.pk == pk), None):
        found.subject = subject
        return found
    raise NotFound(_("There is no such file."))


def people(exercise: Exercise) -> tuple[list[Expert], list[User]]:
    """Who may give marks: confirmed experts of the city with an account, officers of the office."""
    experts = Expert.objects.filter(city=exercise.city_id, state=ExpertState.ACTIVE)
    known = list(experts.exclude(user=None).order_by("name", "pk"))
    taken = {one.user_id for one in known}
    officers = wearers(Permission.ASSESS_EXERCISE_MANAGE, exercise.city, at=timezone.now())
    return known, [one for one in officers if one.pk not in taken]


def events_of(exercise: Exercise, *more: Subject) -> list[Entry]:
    """What happened to it, and to these subjects."""
    return list(timeline(exercise, *more).order_by("-id")[:_EVENTS])


def to_do(actor: Actor) -> QuerySet[Exercise]:
    """Those that wait for the office: checks, a step whose time has come, replies, a decision."""
    now = timezone.now()
    reach = subtree(actor.reach(Permission.ASSESS_EXERCISE_MANAGE), "city__path")
    mine = Subject.objects.filter(exercise=OuterRef("pk"))
    checks = Exists(mine.filter(state=SubjectState.HANDED_IN))
    replies = Exists(mine.filter(state=SubjectState.REPLIED, answer=""))
    waits = (
        Q(state=ExerciseState.PREPARING)
        | Q(state=ExerciseState.REPORTING) & (checks | Q(report_until__lte=now))
        | Q(state=ExerciseState.SCORING, score_until__lte=now)
        | Q(state=ExerciseState.REPLYING) & (replies | Q(reply_until__lte=now))
    )
    return Exercise.objects.filter(reach).filter(waits)
