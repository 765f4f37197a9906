"""Write a revision of a locked application: the step shared by its editors and by review."""

from collections.abc import Mapping, Sequence

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.intake.facts import ApplicationRevised
from citystage.stages.intake.models import Application, Revision
from citystage.stages.intake.queries.history import changed_keys

_NOTE = 300


def keep_revision(
    application: Application,
    *,
    title: str,
    answers: Mapping[str, object],
    note: str,
    stamp: Stamp,
) -> Revision:
    """Write the answers as the next revision and onto the application, which is locked."""
    application.answers = dict(answers)
    application.title = title
    application.revision += 1
    application.changed_at = stamp.at
    application.save(update_fields=["answers", "title", "revision", "changed_at", "recommender"])
    revision = Revision(
        application=application,
        number=application.revision,
        title=title,
        answers=application.answers,
        note=clean(note[:10_000])[:_NOTE],
        made_by_id=stamp.actor.user_id,
        made_for=stamp.actor.unit,
        made_at=stamp.at,
    )
    revision.save(force_insert=True)
    return revision


def write_revision(  # noqa: PLR0913 -- a revision is all of these
    application: Application,
    *,
    title: str,
    answers: Mapping[str, object],
    note: str,
    stamp: Stamp,
    besides: Sequence[str] = (),
) -> Revision:
    """Keep a revision and record which fields it changed (``besides``: other things it changed)."""
    fields = [*changed_keys(application.answers, answers), *besides]
    revision = keep_revision(application, title=title, answers=answers, note=note, stamp=stamp)
    fact = ApplicationRevised(
        application_id=application.pk, revision=revision.number, fields=fields
    )
    journal.record(fact, subject=application, stamp=stamp)
    return revision
