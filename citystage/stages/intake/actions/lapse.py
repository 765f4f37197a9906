"""Nothing came back in time: the application goes on as it was handed in before."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake.facts import AcceptedLapsed, ApplicationLapsed
from citystage.stages.intake.models import Application
from citystage.stages.intake.revising import write_revision
from citystage.stages.intake.states import LAPSE, LAPSE_ACCEPTED
from citystage.stages.intake.writing import locked


@transaction.atomic
def lapse(application: Application, *, revision: int, stamp: Stamp) -> Application:
    """Take back what was written since ``revision`` and was never handed in.

    What was written stays among the revisions. Called by a later stage inside its transaction.
    """
    application = locked(application)
    before = application.revisions.filter(number__lte=revision).order_by("-number").first()
    if before is not None and before.answers != application.answers:
        write_revision(
            application,
            title=before.title,
            answers=before.answers,
            note=_("As handed in before: the changes did not come in time."),
            stamp=stamp,
        )
    if application.call.needs_recommendation:
        told = ApplicationLapsed(application_id=application.pk)
        advance(application, LAPSE, fact=told, stamp=stamp)
    else:
        accepted = AcceptedLapsed(application_id=application.pk)
        advance(application, LAPSE_ACCEPTED, fact=accepted, stamp=stamp)
    return application
