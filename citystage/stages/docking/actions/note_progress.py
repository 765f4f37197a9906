"""A later stage tells how far a scenario came: trial signed, landed, or failed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking import progressing
from citystage.stages.docking.facts.progress import ProgressNoted, ProgressTakenBack
from citystage.stages.docking.models import Agreement, Answer, Intent, Progress
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.docking.writing import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a record of a later stage brought a scenario to.

    ``label`` names the record for people; ``words`` say how it landed or why it failed. The
    supplier is taken from the answer, agreement or intent where it is not given.
    """

    step: ProgressStep
    at: datetime
    label: str
    words: str = ""
    organisation: Organisation | None = None
    answer: Answer | None = None
    intent: Intent | None = None
    agreement: Agreement | None = None


@transaction.atomic
def note_progress(
    scenario: Scenario, *, source: models.Model, reached: Reached, stamp: Stamp
) -> Progress:
    """Keep it once for each ``source`` and step; told again it changes nothing.

    What had been taken back stands again when it is told anew.
    """
    suppliers = progressing.suppliers(scenario, reached)
    made, new = Progress.objects.select_for_update(of=("self",)).get_or_create(
        source=journal.subject_of(source),
        step=reached.step,
        defaults={
            "scenario": scenario,
            "organisation": suppliers[0] if len(suppliers) == 1 else None,
            "answer": reached.answer,
            "intent": reached.intent,
            "agreement": reached.agreement,
            "label": reached.label[:240],
            "words": reached.words.strip()[:1000],
            "at": reached.at,
            "told_at": stamp.at,
        },
    )
    if not new and made.taken_back_at is None:
        return made
    if not new:
        made.taken_back_at, made.taken_back_reason, made.at = None, "", reached.at
        made.save(update_fields=["taken_back_at", "taken_back_reason", "at"])
    fact = ProgressNoted(
        progress_id=made.pk,
        scenario_id=scenario.pk,
        step=made.step,
        organisations=[one.pk for one in suppliers],
    )
    journal.record(fact, subject=made, stamp=stamp)
    progressing.tell_brokers(made, stamp)
    return made


@transaction.atomic
def take_back_progress(
    source: models.Model, *, step: ProgressStep, reason: str, stamp: Stamp
) -> Progress | None:
    """What was told was not so: the funnel and the outcomes forget it, the record keeps it."""
    said = in_words(reason, _("Say why it is taken back."))
    told = Progress.objects.select_for_update(of=("self",)).standing()
    rows = told.select_related("scenario", "organisation", "answer", "intent", "agreement")
    held = rows.filter(source=journal.subject_of(source), step=step).first()
    if held is None:
        return None
    held.taken_back_at, held.taken_back_reason = stamp.at, said
    held.save(update_fields=["taken_back_at", "taken_back_reason"])
    fact = ProgressTakenBack(
        progress_id=held.pk,
        scenario_id=held.scenario_id,
        step=held.step,
        organisations=[one.pk for one in progressing.suppliers(held.scenario, held)],
        reason=said,
    )
    journal.record(fact, subject=held, stamp=stamp)
    return held
