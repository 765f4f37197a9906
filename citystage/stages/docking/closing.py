"""When the window of an opening ends, exactly: by the clock of the database at the act itself."""

from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.docking.models import Opening
from citystage.stages.docking.states.answers import OpeningState
from citystage.stages.intake.closing import late_by


def hold_open(opening_id: int) -> Opening:
    """The opening as it stands now; nobody moves its end or decides while this act lasts.

    Many may hold it at once: five hundred companies submitting in the last second do not queue.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM docking_opening WHERE id = %s FOR SHARE", [opening_id])
    return Opening.objects.select_related(
        "scenario__city", "scenario__owner", "scenario__owner_unit"
    ).get(pk=opening_id)


def takes(opening: Opening, moment: datetime) -> Verdict:
    """Whether answers are taken at ``moment``; the end is excluded."""
    if opening.takes_answers_at(moment):
        return ALLOWED
    if opening.state != OpeningState.OPEN:
        return Verdict(_("This scenario takes no answers any more: an outcome is on record."))
    if moment >= opening.closes_at:
        return Verdict(
            _("The time for answers ended at %(end)s; this is %(late)s.")
            % {"end": _exact(opening.closes_at), "late": late_by(moment, opening.closes_at)}
        )
    return Verdict(_("This scenario takes answers from %s on.") % _exact(opening.opens_at))


def takes_questions(opening: Opening, moment: datetime) -> Verdict:
    """Whether questions are taken at ``moment``; the end is excluded."""
    if opening.takes_questions_at(moment):
        return ALLOWED
    if opening.state == OpeningState.OPEN and moment >= opening.questions_until:
        return Verdict(_("The time for questions ended at %s.") % _exact(opening.questions_until))
    return Verdict(_("This scenario takes no questions now."))


def has_closed(opening: Opening, moment: datetime) -> Verdict:
    """Whether the window is over: before that nothing is judged."""
    if moment >= opening.closes_at:
        return ALLOWED
    return Verdict(
        _("Answers are judged once the time for them is over, at %s.") % _exact(opening.closes_at)
    )


def _exact(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
