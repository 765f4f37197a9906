"""The owner takes an application back."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake import queries, rules
from citystage.stages.intake.facts import ApplicationWithdrawn
from citystage.stages.intake.models import Application, Quota, Recommendation
from citystage.stages.intake.states import WITHDRAW
from citystage.stages.intake.telling import tell_of
from citystage.stages.intake.wording import said
from citystage.stages.intake.writing import close_gap, locked


@transaction.atomic(durable=True)
def withdraw(application: Application, *, reason: str, stamp: Stamp) -> Application:
    """Withdraw with the reason; a place it held is free again (the ledger keeps who gave it)."""
    list(
        Quota.objects.select_for_update().filter(
            call=application.call, unit=application.recommender
        )
    )
    application = locked(application)
    owner = queries.owns(application, stamp.actor)
    rules.may_withdraw(owner=owner).enforce()
    fact = ApplicationWithdrawn(application_id=application.pk, reason=said(reason, "reason"))
    advance(application, WITHDRAW, fact=fact, stamp=stamp)
    tell_of(application, WITHDRAW, stamp=stamp, reason=fact.reason)
    if Recommendation.objects.filter(application=application).delete()[0]:
        close_gap(application.call, application.recommender)
    return application
