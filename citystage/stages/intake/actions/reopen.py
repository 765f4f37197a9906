"""Review sends an application back to its owner, who changes it and submits again."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake.facts import ApplicationReopened
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import REOPEN
from citystage.stages.intake.writing import locked


@transaction.atomic
def reopen(application: Application, *, reason: str, stamp: Stamp) -> Application:
    """Reopen for changes; recommendation and place stay.

    Called by review inside its own transaction, after its rule allowed the return.
    """
    application = locked(application)
    fact = ApplicationReopened(application_id=application.pk, reason=reason)
    advance(application, REOPEN, fact=fact, stamp=stamp)
    return application
