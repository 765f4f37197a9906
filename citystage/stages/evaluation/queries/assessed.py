"""What the assessed read: where they are assessed, their own report, result and letter."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Subject
from citystage.stages.evaluation.states.exercises import ExerciseState, SubjectState
from citystage.stages.evaluation.yearly.locking import WITH
from citystage.stages.evaluation.yearly.people import sides_of

# What is told to the office alone.
_INNER = ("evaluation.subject.graded",)


def answers(actor: Actor) -> bool:
    """Whether this person acts for somebody who may be assessed."""
    return actor.may(Permission.ASSESS_SUBJECT_ANSWER)


def own_subjects(actor: Actor) -> QuerySet[Subject]:
    """Where the own unit is assessed, once the self-reports were asked for."""
    rows = Subject.objects.filter(side__in=sides_of(actor)).exclude(exercise__opened_at=None)
    along = ("exercise__city", *WITH)
    return rows.select_related(*along).order_by("-exercise__year", "-exercise__made_at", "-pk")


def reach_own(actor: Actor, pk: int) -> Subject:
    """One of them. Raises ``NotFound``."""
    if found := own_subjects(actor).filter(pk=pk).first():
        return found
    raise NotFound(_("You are not assessed there."))


def to_report(actor: Actor) -> QuerySet[Subject]:
    """Self-reports this side has to hand in."""
    out = (SubjectState.ASKED, SubjectState.RETURNED)
    return own_subjects(actor).filter(exercise__state=ExerciseState.REPORTING, state__in=out)


def to_reply(actor: Actor) -> QuerySet[Subject]:
    """Results this side may reply to."""
    return own_subjects(actor).filter(
        exercise__state=ExerciseState.REPLYING, state=SubjectState.SHOWN
    )


def events_of(subject: Subject) -> list[Entry]:
    """What happened, but what is proposed in the office."""
    return list(timeline(subject).exclude(verb__in=_INNER).order_by("-id"))


def is_own(actor: Actor, pk: int) -> bool:
    """Whether this person acts for the subject."""
    return Subject.objects.filter(side__in=sides_of(actor), pk=pk).exists()


def place_of(pk: int) -> tuple[int, int]:
    """The assessment of a subject and its number; zeros when there is none."""
    found = Subject.objects.filter(pk=pk).values_list("exercise_id", "pk").first()
    return found or (0, 0)
