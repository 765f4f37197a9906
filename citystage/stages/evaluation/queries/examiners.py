"""Who gives marks in an assessment: how far each is, who joined or dropped out, who could come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Examiner, Exercise
from citystage.stages.evaluation.queries.exercises import people
from citystage.stages.evaluation.states.exercises import MarkState, SubjectState
from citystage.stages.selection.models import Expert


@dataclass(frozen=True, slots=True)
class Load:
    """An assessor with how many sheets are in, open, kept away by a conflict, or closed."""

    examiner: Examiner
    handed_in: int
    open: int
    barred: int
    closed: int


def loads(exercise: Exercise) -> list[Load]:
    """Everybody who gives or gave marks; one query."""
    still = ~Q(sheets__subject__state=SubjectState.DROPPED)

    def number(*states: MarkState) -> Count:
        return Count("sheets", filter=Q(sheets__state__in=states) & still)

    rows = _rows(exercise).annotate(
        n_in=number(MarkState.HANDED_IN),
        n_open=number(MarkState.OPEN),
        n_barred=number(MarkState.BARRED, MarkState.RECUSED),
        n_closed=number(MarkState.LEFT),
    )
    return [Load(one, one.n_in, one.n_open, one.n_barred, one.n_closed) for one in rows]


def changes(exercise: Exercise) -> list[Examiner]:
    """Who dropped out while marks came in, with who came; and who was added to nobody's place."""
    rows = _rows(exercise).prefetch_related("successors__expert", "successors__user")
    return list(rows.filter(Q(left_at__isnull=False) | Q(joined_at__isnull=False, replaces=None)))


def reach_examiner(exercise: Exercise, pk: int) -> Examiner:
    """One of them. Raises ``NotFound``."""
    if found := _rows(exercise).filter(pk=pk).first():
        found.exercise = exercise
        return found
    raise NotFound(_("There is no such assessor here."))


def could_come(exercise: Exercise) -> tuple[Sequence[Expert], Sequence[User]]:
    """Experts and officers who did not drop out here; where everybody marks all, new ones only."""
    experts, officers = people(exercise)
    rows = exercise.examiners.all()
    if exercise.sheets_each is not None:
        rows = rows.exclude(left_at=None)
    out = set(rows.values_list("user_id", flat=True))
    return (
        [one for one in experts if one.user_id not in out],
        [one for one in officers if one.pk not in out],
    )


def short_of(exercise: Exercise) -> int:
    """How many subjects have fewer sheets in or open than they should."""
    terms = exercise.read_terms()
    if terms.scoring is None:
        return 0
    need = exercise.sheets_each or terms.common.least_sheets
    live = (MarkState.OPEN, MarkState.HANDED_IN)
    counted = Count("sheets", filter=Q(sheets__state__in=live))
    rows = exercise.subjects.exclude(state=SubjectState.DROPPED).annotate(live=counted)
    return rows.filter(live__lt=need).count()


def _rows(exercise: Exercise) -> QuerySet[Examiner]:
    return exercise.examiners.select_related("expert", "user").order_by("pk")
