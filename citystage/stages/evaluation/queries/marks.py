"""What an assessor reads: the sheets asked of one, and the self-report behind each."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import MarkSheet
from citystage.stages.evaluation.states.exercises import ExerciseState, MarkState, SubjectState
from citystage.stages.evaluation.yearly.locking import WITH

_OPEN = (ExerciseState.SCORING, ExerciseState.REPLYING, ExerciseState.DECIDED)


def own_sheets(actor: Actor) -> QuerySet[MarkSheet]:
    """What this person was asked to mark, once scoring began."""
    if actor.user_id is None:
        return MarkSheet.objects.none()
    rows = MarkSheet.objects.filter(examiner__user=actor.user_id)
    rows = rows.filter(subject__exercise__state__in=_OPEN)
    along = ("subject__exercise__city", *(f"subject__{one}" for one in WITH))
    return rows.select_related("examiner", *along).order_by("-subject__exercise__made_at", "pk")


def waiting_sheets(actor: Actor) -> QuerySet[MarkSheet]:
    """Those that still wait for marks."""
    late = Q(subject__exercise__score_until__lte=timezone.now())
    rows = own_sheets(actor).filter(
        state=MarkState.OPEN, subject__exercise__state=ExerciseState.SCORING
    )
    return rows.exclude(late).exclude(subject__state=SubjectState.DROPPED)


def reach_own_sheet(actor: Actor, pk: int) -> MarkSheet:
    """One of them. Raises ``NotFound``."""
    if found := own_sheets(actor).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such sheet among yours."))


def place_of(pk: int) -> tuple[int, int]:
    """The assessment and the subject of a sheet; zeros when there is none."""
    found = MarkSheet.objects.filter(pk=pk).values_list("subject__exercise_id", "subject_id")
    return found.first() or (0, 0)


def is_own_sheet(actor: Actor, pk: int) -> bool:
    """Whether this person is the assessor of the sheet."""
    return MarkSheet.objects.filter(pk=pk, examiner__user=actor.user_id or 0).exists()
