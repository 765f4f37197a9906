"""How review answers what intake tells, and how it hands a return back to intake."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import on, subject_of
from citystage.foundation.meaning.wanting import want
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.actions.reopen import reopen
from citystage.stages.intake.facts import (
    ApplicationAccepted,
    ApplicationRecommended,
    ApplicationResubmitted,
    ApplicationRevised,
    ApplicationSubmitted,
    ApplicationWithdrawn,
)
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import fingerprints, rounds
from citystage.stages.review.facts import (
    CaseOpened,
    CaseOpenedAgain,
    CaseResumed,
    CaseReturned,
    CaseWithdrawn,
)
from citystage.stages.review.models import Case
from citystage.stages.review.queries.gate import score
from citystage.stages.review.rules import OPEN_STATES
from citystage.stages.review.states import (
    FOLLOW_WITHDRAWAL,
    OPEN_AGAIN,
    RESUME,
    CaseState,
)

# States in which a text is its owner's alone: it is nobody's twin yet, or no longer.
_PRIVATE = frozenset({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})
# An owner who took the need back, or was not chosen, may write it anew.
_CHANGEABLE = OPEN_STATES | OPEN_AGAIN.sources


class AlreadyChosen(Refusal):
    """What the city has chosen is no longer its owner's alone to take back."""


@on(ApplicationRecommended)
def open_case(fact: ApplicationRecommended, stamp: Stamp) -> None:
    """Every recommended application gets a review case in the same breath."""
    _open(fact.application_id, stamp)


@on(ApplicationAccepted)
def open_case_at_once(fact: ApplicationAccepted, stamp: Stamp) -> None:
    """Calls without recommendation open the case on submission."""
    _open(fact.application_id, stamp)


@on(CaseReturned)
def hand_back(fact: CaseReturned, stamp: Stamp) -> None:
    """A returned case opens its application for the owner; recommendation and place stay."""
    reopen(_application(fact.application_id), reason=fact.reason, stamp=stamp)


@on(ApplicationResubmitted)
def resume(fact: ApplicationResubmitted, stamp: Stamp) -> None:
    """The owner answered the return: polishing goes on."""
    _keep_text(fact.application_id)
    case = _case_of(fact.application_id)
    if case is not None and case.state in RESUME.sources:
        advance(case, RESUME, fact=CaseResumed(case_id=case.pk), stamp=stamp)


@on(ApplicationSubmitted)
def keep_submitted_text(fact: ApplicationSubmitted, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower's form
    """From its submission on a text is compared with all others."""
    _keep_text(fact.application_id)


@on(ApplicationRevised)
def keep_revised_text(fact: ApplicationRevised, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower's form
    """A revised text is compared, and judged by the gate, as it now reads.

    Intake lets officers polish what is under review; once the case is closed the text stands.
    """
    case = _case_of(fact.application_id)
    if case is not None and case.state not in _CHANGEABLE:
        raise WrongState(_("This case is closed; its text can no longer be changed."))
    _keep_text(fact.application_id)


@on(ApplicationWithdrawn)
def follow_withdrawal(fact: ApplicationWithdrawn, stamp: Stamp) -> None:
    """Close the case with the application. What is chosen already cannot be taken back here."""
    fingerprints.withdraw(f"{Application._meta.label_lower}:{fact.application_id}")
    case = _case_of(fact.application_id)
    if case is None:
        return
    if case.state == CaseState.CHOSEN:
        raise AlreadyChosen(
            _("The city has chosen this scenario. Ask the coordinating office to withdraw it.")
        )
    if case.state in FOLLOW_WITHDRAWAL.sources:
        rounds.break_off(case, reason=fact.reason, stamp=stamp)
        advance(case, FOLLOW_WITHDRAWAL, fact=CaseWithdrawn(case_id=case.pk), stamp=stamp)
        case.closed_at = stamp.at
        case.save(update_fields=["closed_at"])


def _open(application_id: int, stamp: Stamp) -> None:
    application = _application(application_id)
    if application.call.way != Call.Way.POLISHING:
        return
    case, new = Case.objects.get_or_create(
        application=application,
        defaults={"opened_at": stamp.at, "quality": score(application)},
    )
    if new:
        opened = CaseOpened(case_id=case.pk, application_id=application_id)
        journal.record(opened, subject=case, stamp=stamp)
    elif case.state in RESUME.sources:
        advance(case, RESUME, fact=CaseResumed(case_id=case.pk), stamp=stamp)
    elif case.state in OPEN_AGAIN.sources:
        case.officer, case.closed_at, case.city_place = None, None, None
        case.opened_at, case.quality = stamp.at, score(application)
        case.save(update_fields=["officer", "closed_at", "city_place", "opened_at", "quality"])
        again = CaseOpenedAgain(case_id=case.pk, application_id=application_id)
        advance(case, OPEN_AGAIN, fact=again, stamp=stamp)


def _keep_text(application_id: int) -> None:
    # Bids are rivals: none is shown to, or compared with, another. Asked by itself: in the last
    # minute of a call they come by the thousand.
    if not Call.objects.filter(applications=application_id, way=Call.Way.POLISHING).exists():
        return
    application = _application(application_id)
    if application.state != ApplicationState.WITHDRAWN:
        want([fingerprints.spoken(application)])
    if application.state in _PRIVATE:
        return
    fingerprints.put(
        fingerprints.Text(
            subject=subject_of(application),
            title=application.title,
            text=fingerprints.words_of(application),
            path=application.recommender.path,
            city=application.city,
            owner_name=application.owner_name,
        )
    )
    Case.objects.filter(application=application).update(quality=score(application))


def _application(number: int) -> Application:
    return Application.objects.select_related("city", "call", "form", "recommender").get(pk=number)


def _case_of(application_id: int) -> Case | None:
    cases = Case.objects.select_for_update(of=("self",)).select_related("application__call")
    return cases.filter(application=application_id).first()
