"""The recommender asks the owner for changes."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake import rules
from citystage.stages.intake.facts import ApplicationReturned
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import RETURN
from citystage.stages.intake.telling import tell_of
from citystage.stages.intake.wording import said
from citystage.stages.intake.writing import locked


@transaction.atomic(durable=True)
def return_(application: Application, *, reason: str, stamp: Stamp) -> Application:
    """Return a submitted application with the reason; its owner changes it and submits again."""
    application = locked(application)
    rules.may_return(application, stamp.actor).enforce()
    fact = ApplicationReturned(application_id=application.pk, reason=said(reason, "reason"))
    advance(application, RETURN, fact=fact, stamp=stamp)
    tell_of(application, RETURN, stamp=stamp, reason=fact.reason)
    return application
