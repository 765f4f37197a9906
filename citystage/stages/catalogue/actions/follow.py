"""A signed-in person follows a record, or stops."""

from django.db import models, transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.models import Follow


@transaction.atomic(durable=True)
def follow(record: models.Model, *, stamp: Stamp) -> Follow:
    """Tell the person from now on what happens to ``record``; a second time changes nothing."""
    rules.may_unmask(stamp.actor).enforce()
    following, _new = Follow.objects.get_or_create(
        user_id=stamp.actor.person, subject=subject_of(record), defaults={"since": stamp.at}
    )
    return following


@transaction.atomic(durable=True)
def unfollow(record: models.Model, *, stamp: Stamp) -> None:
    """Stop telling."""
    Follow.objects.filter(user_id=stamp.actor.person, subject=subject_of(record)).delete()
