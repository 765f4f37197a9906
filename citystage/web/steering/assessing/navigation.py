"""What yearly assessments put into the rail and the footer, and where their records lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.queries import assessed, exercises, marks
from citystage.web.shell.going import DESTINATIONS
from citystage.web.shell.navigation import DATA, RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="assessments",
        label=_("Yearly assessments"),
        view="steering:assessments",
        icon="award",
        order=52,
        needs=frozenset({Permission.ASSESS_EXERCISE_MANAGE}),
    )
)
RAIL.add(
    Entry(
        name="assessed",
        label=_("We are assessed"),
        view="steering:assessed",
        icon="award",
        order=52,
        needs=frozenset({Permission.ASSESS_SUBJECT_ANSWER}),
    )
)
DATA.add(Entry(name="rankings", label=_("Published rankings"), view="steering:rankings", order=65))


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Assessments that wait for the office, self-reports and replies that wait for us."""
    found: dict[str, object] = {}
    if exercises.manages(actor):
        found["assessments"] = exercises.to_do(actor)
    if assessed.answers(actor):
        found["assessed"] = assessed.to_report(actor)
    return found  # type: ignore[return-value]


def _subject(actor: Actor, pk: int) -> str:
    if assessed.is_own(actor, pk):
        return reverse("steering:assessed_one", args=[pk])
    exercise, number = assessed.place_of(pk)
    return reverse("steering:assessment_of", args=[exercise, number])


def _sheet(actor: Actor, pk: int) -> str:
    if marks.is_own_sheet(actor, pk):
        return reverse("steering:mark", args=[pk])
    return reverse("steering:assessment_of", args=[*marks.place_of(pk)])


def _exercise(actor: Actor, pk: int) -> str:
    # Assessors are told of the whole, and find their sheets in their own list.
    if exercises.manages(actor):
        return reverse("steering:assessment", args=[pk])
    return reverse("steering:marks")


def _template(_actor: Actor, _pk: int) -> str:
    return reverse("steering:assessment_templates")


DESTINATIONS.add("evaluation.exercise", _exercise)
DESTINATIONS.add("evaluation.templateversion", _template)
DESTINATIONS.add("evaluation.subject", _subject)
DESTINATIONS.add("evaluation.marksheet", _sheet)
