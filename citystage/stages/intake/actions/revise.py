"""The answers of an application change; every change is a revision that can be compared."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake import queries, rules
from citystage.stages.intake.forming.definition import TITLE, parse
from citystage.stages.intake.models import Application, Revision
from citystage.stages.intake.queries.history import changed_keys
from citystage.stages.intake.revising import fold_revision, write_revision
from citystage.stages.intake.states import WRITING
from citystage.stages.intake.writing import (
    Writing,
    choose_recommender,
    ensure_fresh,
    keep_files,
    locked,
    read_answers,
)

RECOMMENDER = "recommender"


class _Write(Protocol):
    def __call__(
        self,
        application: Application,
        *,
        title: str,
        answers: Mapping[str, object],
        stamp: Stamp,
        besides: Sequence[str],
    ) -> Revision: ...


@transaction.atomic(durable=True)
def revise(  # noqa: PLR0913 -- a save is all of these
    application: Application,
    *,
    writing: Writing,
    recommender: Unit | None,
    version: int,
    note: str,
    stamp: Stamp,
) -> Application:
    """Save what was typed as the next revision; nothing happens when nothing differs.

    ``version`` is the revision the person looked at. The recommender can change only before it
    has given its word. Raises ``Stale``, ``BadAnswers``.
    """
    seen = _seen(application, version, stamp)
    return _save(seen, writing, recommender, partial(write_revision, note=note), stamp)


@transaction.atomic(durable=True)
def autosave(
    application: Application,
    *,
    writing: Writing,
    recommender: Unit | None,
    version: int,
    stamp: Stamp,
) -> Application:
    """The same, while the person goes on writing: neighbouring saves are one revision."""
    seen = _seen(application, version, stamp)
    return _save(seen, writing, recommender, fold_revision, stamp)


def _seen(application: Application, version: int, stamp: Stamp) -> Application:
    """The application, locked, if it is still the one the person looked at."""
    application = locked(application)
    editor = queries.edits(application, stamp.actor)
    rules.may_revise(application, editor=editor, actor=stamp.actor).enforce()
    ensure_fresh(application, version)
    return application


def _save(
    application: Application,
    writing: Writing,
    recommender: Unit | None,
    write: _Write,
    stamp: Stamp,
) -> Application:
    before = dict(application.answers)
    form = parse(application.form.definition)
    answers = read_answers(form, writing, city=application.city, before=before)
    keep_files(application, writing.files, answers, stamp=stamp)
    besides = (
        [RECOMMENDER] if _settle_recommender(application, recommender, answers=answers) else []
    )
    if besides or changed_keys(before, answers):
        title = str(answers.get(TITLE, ""))
        write(application, title=title, answers=answers, stamp=stamp, besides=besides)
    return application


def _settle_recommender(
    application: Application, chosen: Unit | None, *, answers: dict[str, object]
) -> bool:
    """Choose again who recommends, while nobody has; tell whether it changed."""
    if application.state not in WRITING or hasattr(application, "recommendation"):
        return False
    unit = choose_recommender(
        application.call, chosen=chosen, unit=application.owner_unit, answers=answers
    )
    changed = unit.pk != application.recommender_id
    application.recommender = unit
    return changed
