"""How review answers what intake tells."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import on
from citystage.stages.intake.facts import ApplicationAccepted, ApplicationRecommended
from citystage.stages.review.facts import CaseOpened
from citystage.stages.review.models import Case


def _open(application_id: int, stamp: Stamp) -> None:
    case, new = Case.objects.get_or_create(
        application_id=application_id, defaults={"opened_at": stamp.at}
    )
    if new:
        fact = CaseOpened(case_id=case.pk, application_id=application_id)
        journal.record(fact, subject=case, stamp=stamp)


@on(ApplicationRecommended)
def open_case(fact: ApplicationRecommended, stamp: Stamp) -> None:
    """Every recommended application gets a review case in the same breath."""
    _open(fact.application_id, stamp)


@on(ApplicationAccepted)
def open_case_at_once(fact: ApplicationAccepted, stamp: Stamp) -> None:
    """Calls without recommendation open the case on submission."""
    _open(fact.application_id, stamp)
