"""A round opens: conflicts are looked for, and every free assessor gets a sheet for every lab."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.assessments import RoundOpened
from citystage.stages.evaluation.finding import tied
from citystage.stages.evaluation.keeping import WITH, end_of
from citystage.stages.evaluation.locking import lock_round
from citystage.stages.evaluation.models import Assessment, Round, Sheet
from citystage.stages.evaluation.states.assessments import OPEN_ROUND, SheetState
from citystage.stages.evaluation.terms import Assessing


class NotReady(Refusal):
    """Labs or assessors are missing."""


@transaction.atomic(durable=True)
def open_round(round_: Round, *, stamp: Stamp) -> Round:
    """Ask the assessors. Every lab needs enough of them whom no conflict keeps away."""
    locked = lock_round(round_.pk)
    rules.may_follow(stamp.actor, locked.city).enforce()
    terms = locked.read_terms()
    along = [f"lab__{name}" for name in WITH]
    assessments = list(locked.assessments.select_related(*along).order_by("pk"))
    if not assessments:
        raise NotReady(_("Choose the labs first."))
    sheets = _sheets(locked, assessments, terms, stamp)
    free = Counter(one.assessment_id for one in sheets if one.state == SheetState.OPEN)
    for one in assessments:
        if free[one.pk] < terms.least_sheets:
            told = {"lab": one.lab.label, "have": free[one.pk], "need": terms.least_sheets}
            raise NotReady(
                _(
                    "“%(lab)s” has %(have)s assessors without a conflict; %(need)s are needed."
                    " Choose more."
                )
                % told
            )
    Sheet.objects.bulk_create(sheets)
    today = timezone.localdate(stamp.at)
    locked.opened_at = stamp.at
    locked.due_at = end_of(today + timedelta(days=terms.days))
    locked.save(update_fields=["opened_at", "due_at"])
    advance(locked, OPEN_ROUND, fact=RoundOpened(round_id=locked.pk), stamp=stamp)
    return locked


def _sheets(
    round_: Round, assessments: list[Assessment], terms: Assessing, stamp: Stamp
) -> list[Sheet]:
    assessors = list(round_.assessors.select_related("expert__employer", "user").order_by("pk"))
    ties = tied(
        round_.city,
        [one.lab for one in assessments],
        assessors,
        bars=terms.bars,
        today=timezone.localdate(stamp.at),
    )
    made = []
    for assessment in assessments:
        for assessor in assessors:
            tie = ties.get((assessment.lab_id, assessor.pk))
            made.append(
                Sheet(
                    assessment=assessment,
                    assessor=assessor,
                    state=SheetState.BARRED if tie and tie.bars else SheetState.OPEN,
                    tie=tie.kind if tie else "",
                    path=tie.path if tie else [],
                )
            )
    return made
