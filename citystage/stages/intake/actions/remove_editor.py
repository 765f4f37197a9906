"""The owner takes back an invitation to edit."""

from hashlib import sha256

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.intake import queries, rules
from citystage.stages.intake.facts import EditorRemoved
from citystage.stages.intake.models import Application
from citystage.stages.intake.writing import locked


@transaction.atomic(durable=True)
def remove_editor(application: Application, *, editor_id: int, stamp: Stamp) -> None:
    """Remove an editor; somebody who is none (any more) stays none.

    The ledger keeps the address as SHA-256 only, for it is never deleted from there.
    """
    application = locked(application)
    owner = queries.owns(application, stamp.actor)
    rules.may_invite(application, owner=owner).enforce()
    editor = application.editors.filter(pk=editor_id).first()
    if editor is None:
        return
    mark = sha256(editor.email.encode()).hexdigest()
    editor.delete()
    fact = EditorRemoved(application_id=application.pk, email_hash=mark)
    journal.record(fact, subject=application, stamp=stamp)
