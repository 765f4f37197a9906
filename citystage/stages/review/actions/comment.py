"""Somebody remarks on a need, for one audience."""

from django.db import transaction

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.intake.models import Application
from citystage.stages.review import rules
from citystage.stages.review.facts import CommentMade
from citystage.stages.review.models import Comment
from citystage.stages.review.reach import is_asked


@transaction.atomic(durable=True)
def comment(
    application: Application, *, audience: str, body: str, field: str, stamp: Stamp
) -> Comment:
    """Keep the remark with the revision it was made on; ``field`` is empty for the whole."""
    asked = is_asked(stamp.actor, application)
    rules.may_comment(stamp.actor, application, audience, asked=asked).enforce()
    assert stamp.actor.user_id is not None
    made = Comment.objects.create(
        application=application,
        revision=application.revision,
        field=field,
        audience=audience,
        body=clean(body),
        made_by_id=stamp.actor.user_id,
        made_for=stamp.actor.unit,
        made_at=stamp.at,
    )
    fact = CommentMade(comment_id=made.pk, application_id=application.pk, audience=audience)
    journal.record(fact, subject=made, stamp=stamp)
    return made
