"""The answers of an application change; every change is a revision that can be compared."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake import queries, rules
from citystage.stages.intake.forming.definition import TITLE, parse
from citystage.stages.intake.models import Application
from citystage.stages.intake.queries.history import changed_keys
from citystage.stages.intake.revising import write_revision
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
    application = locked(application)
    editor = queries.edits(application, stamp.actor)
    rules.may_revise(application, editor=editor, actor=stamp.actor).enforce()
    ensure_fresh(application, version)
    before = dict(application.answers)
    form = parse(application.form.definition)
    answers = read_answers(form, writing, city=application.city, before=before)
    keep_files(application, writing.files, answers, stamp=stamp)
    besides = (
        [RECOMMENDER] if _settle_recommender(application, recommender, answers=answers) else []
    )
    if besides or changed_keys(before, answers):
        write_revision(
            application,
            title=str(answers.get(TITLE, "")),
            answers=answers,
            note=note,
            stamp=stamp,
            besides=besides,
        )
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
