"""The owner files an application; its recommender, or review at once, takes over."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import queries, rules
from citystage.stages.intake.closing import at_the_act, waited
from citystage.stages.intake.facts import (
    ApplicationAccepted,
    ApplicationResubmitted,
    ApplicationSubmitted,
)
from citystage.stages.intake.forming.answering import missing
from citystage.stages.intake.forming.definition import parse
from citystage.stages.intake.models import Application, Recommendation
from citystage.stages.intake.states import ACCEPT, RESUBMIT, SUBMIT
from citystage.stages.intake.telling import tell_of
from citystage.stages.intake.writing import BadAnswers, ensure_fresh, locked


class Incomplete(BadAnswers):
    """Required answers of the intake stage are missing."""


@transaction.atomic(durable=True)
def submit(application: Application, *, version: int, stamp: Stamp) -> Application:
    """Submit the revision the person looked at; only what is asked at intake must be there.

    Returned from review with its recommendation, it keeps it and its place (RESUBMIT). A call
    without recommendation hands it to review in the same breath (ACCEPT).
    """
    application = locked(application)
    # The call as it stands now: its end may have been moved meanwhile.
    call = application.call
    # When the form had come in, by the database's clock, is held against the closing time.
    seconds = round(waited(stamp).total_seconds(), 3)
    stamp = at_the_act(stamp)
    recommended = Recommendation.objects.filter(application=application).exists()
    owner = queries.owns(application, stamp.actor)
    rules.may_submit(application, call, owner=owner, recommended=recommended, stamp=stamp).enforce()
    ensure_fresh(application, version)
    gaps = missing(parse(application.form.definition), application.answers, stage="intake")
    if gaps:
        raise Incomplete(gaps)
    if call.needs_recommendation and application.recommender.kind == Unit.Kind.CITY:
        raise Refusal(_("Choose the district or department that is to recommend it."))
    application.submitted_at = stamp.at
    application.save(update_fields=["submitted_at"])
    number, revision = application.pk, application.revision
    if recommended:
        again = ApplicationResubmitted(application_id=number, revision=revision, waited=seconds)
        advance(application, RESUBMIT, fact=again, stamp=stamp)
        tell_of(application, RESUBMIT, stamp=stamp)
        return application
    submitted = ApplicationSubmitted(application_id=number, revision=revision, waited=seconds)
    advance(application, SUBMIT, fact=submitted, stamp=stamp)
    if call.needs_recommendation:
        tell_of(application, SUBMIT, stamp=stamp)
        return application
    accepted = ApplicationAccepted(application_id=application.pk)
    advance(application, ACCEPT, fact=accepted, stamp=stamp)
    tell_of(application, ACCEPT, stamp=stamp)
    return application
