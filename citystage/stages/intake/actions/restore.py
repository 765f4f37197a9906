"""The owner takes a withdrawal back: the application is a draft again."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake import queries, rules
from citystage.stages.intake.facts import ApplicationRestored
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import RESTORE
from citystage.stages.intake.writing import locked


@transaction.atomic(durable=True)
def restore(application: Application, *, stamp: Stamp) -> Application:
    """Make a withdrawn application a draft again; it must be submitted and recommended anew."""
    application = locked(application)
    owner = queries.owns(application, stamp.actor)
    rules.may_restore(owner=owner).enforce()
    fact = ApplicationRestored(application_id=application.pk)
    advance(application, RESTORE, fact=fact, stamp=stamp)
    return application
