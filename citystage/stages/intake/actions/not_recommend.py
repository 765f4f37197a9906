"""A district or department declines to recommend, with the reason."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake import rules
from citystage.stages.intake.facts import ApplicationNotRecommended
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import NOT_RECOMMEND
from citystage.stages.intake.telling import tell_of
from citystage.stages.intake.wording import said
from citystage.stages.intake.writing import locked


@transaction.atomic(durable=True)
def not_recommend(application: Application, *, reason: str, stamp: Stamp) -> Application:
    """Close the application in this call; it takes no place."""
    application = locked(application)
    rules.may_recommend(application, application.call, stamp).enforce()
    fact = ApplicationNotRecommended(application_id=application.pk, reason=said(reason, "reason"))
    advance(application, NOT_RECOMMEND, fact=fact, stamp=stamp)
    tell_of(application, NOT_RECOMMEND, stamp=stamp, reason=fact.reason)
    return application
