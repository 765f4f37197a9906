"""Write a revision of a locked application: the step shared by its editors and by review."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.intake.facts import ApplicationRevised
from citystage.stages.intake.models import Application, Revision
from citystage.stages.intake.queries.history import changed_keys

_NOTE = 300
# Saves of a page by itself, by one hand, no further apart than this, are one revision.
FOLDED_WITHIN: Final = timedelta(minutes=10)


def keep_revision(
    application: Application,
    *,
    title: str,
    answers: Mapping[str, object],
    note: str,
    stamp: Stamp,
) -> Revision:
    """Write the answers as the next revision and onto the application, which is locked."""
    _put_on(application, title=title, answers=answers, stamp=stamp)
    revision = _next(application, stamp)
    revision.note = clean(note[:10_000])[:_NOTE]
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
    _record(application, fields, stamp)
    return revision


def fold_revision(
    application: Application,
    *,
    title: str,
    answers: Mapping[str, object],
    stamp: Stamp,
    besides: Sequence[str] = (),
) -> Revision:
    """The same for what a page saves by itself: it takes the place of such a save just before.

    The number rises all the same, so that another window notices; the ledger has every save.
    """
    fields = [*changed_keys(application.answers, answers), *besides]
    before = _foldable(application, stamp)
    _put_on(application, title=title, answers=answers, stamp=stamp)
    revision = _next(application, stamp)
    revision.autosaved = True
    if before is not None:
        revision.pk = before.pk
    revision.save(force_insert=before is None, force_update=before is not None)
    _record(application, fields, stamp)
    return revision


def _foldable(application: Application, stamp: Stamp) -> Revision | None:
    last = application.revisions.filter(number=application.revision).first()
    if last is None or not last.autosaved or stamp.at - last.made_at > FOLDED_WITHIN:
        return None
    unit = stamp.actor.unit
    if (last.made_by_id, last.made_for_id) != (stamp.actor.user_id, unit.pk if unit else None):
        return None
    # What was submitted stays as it was submitted.
    submitted = application.submitted_at
    return last if submitted is None or submitted < last.made_at else None


def _put_on(
    application: Application, *, title: str, answers: Mapping[str, object], stamp: Stamp
) -> None:
    application.answers = dict(answers)
    application.title = title
    application.revision += 1
    application.changed_at = stamp.at
    application.save(update_fields=["answers", "title", "revision", "changed_at", "recommender"])


def _next(application: Application, stamp: Stamp) -> Revision:
    return Revision(
        application=application,
        number=application.revision,
        title=application.title,
        answers=application.answers,
        made_by_id=stamp.actor.user_id,
        made_for=stamp.actor.unit,
        made_at=stamp.at,
    )


def _record(application: Application, fields: list[str], stamp: Stamp) -> None:
    fact = ApplicationRevised(
        application_id=application.pk, revision=application.revision, fields=fields
    )
    journal.record(fact, subject=application, stamp=stamp)
