"""An expert says when they cannot be asked."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.facts.programmes import ExpertChanged
from citystage.stages.selection.models import Absence, Expert
from citystage.stages.selection.rules import experts as rules


class RunsBackward(Refusal):
    """The last day lies before the first."""

    status = 422


@transaction.atomic(durable=True)
def note_absence(expert: Expert, *, since: date, until: date, words: str, stamp: Stamp) -> Absence:
    """Keep the days [since, until) free of panels."""
    rules.may_change(stamp.actor, expert).enforce()
    if until <= since:
        raise RunsBackward(_("The absence must end after it begins."))
    absence = Absence.objects.create(expert=expert, since=since, until=until, words=words)
    journal.record(ExpertChanged(expert_id=expert.pk), subject=expert, stamp=stamp)
    return absence


@transaction.atomic(durable=True)
def drop_absence(absence: Absence, *, stamp: Stamp) -> None:
    """The expert can be asked on these days after all."""
    expert = Expert.objects.select_related("city").get(pk=absence.expert_id)
    rules.may_change(stamp.actor, expert).enforce()
    absence.delete()
    journal.record(ExpertChanged(expert_id=expert.pk), subject=expert, stamp=stamp)
