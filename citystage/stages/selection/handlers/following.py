"""How selection answers what intake tells: it takes over what calls that select receive."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import on
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.facts import (
    ApplicationAccepted,
    ApplicationRecommended,
    ApplicationWithdrawn,
)
from citystage.stages.intake.models import Application, Call
from citystage.stages.selection.facts.candidacies import CandidacyOpened, CandidacyWithdrawn
from citystage.stages.selection.models import Candidacy, Programme
from citystage.stages.selection.states.candidacies import FOLLOW_WITHDRAWAL


class AlreadyDecided(Refusal):
    """What has been decided is no longer its applicant's alone to take back."""


class NoProgramme(Refusal):
    """A call that selects needs its terms before anything is recommended."""


@on(ApplicationRecommended)
def open_candidacy(fact: ApplicationRecommended, stamp: Stamp) -> None:
    """Every recommended application to a call that selects becomes a candidacy."""
    _open(fact.application_id, stamp)


@on(ApplicationAccepted)
def open_candidacy_at_once(fact: ApplicationAccepted, stamp: Stamp) -> None:
    """Calls without recommendation open the candidacy on submission."""
    _open(fact.application_id, stamp)


@on(ApplicationWithdrawn)
def follow_withdrawal(fact: ApplicationWithdrawn, stamp: Stamp) -> None:
    """Close the candidacy with the application; a decided one stands."""
    candidacy = (
        Candidacy.objects.select_for_update(of=("self",))
        .filter(application_id=fact.application_id)
        .first()
    )
    if candidacy is None:
        return
    if candidacy.state not in FOLLOW_WITHDRAWAL.sources:
        raise AlreadyDecided(
            _("The selection has come to its end; the application can no longer be withdrawn.")
        )
    told = CandidacyWithdrawn(candidacy_id=candidacy.pk, application_id=fact.application_id)
    advance(candidacy, FOLLOW_WITHDRAWAL, fact=told, stamp=stamp)
    candidacy.closed_at = stamp.at
    candidacy.save(update_fields=["closed_at"])


def _open(application_id: int, stamp: Stamp) -> None:
    application = Application.objects.select_related("call", "owner_unit").get(pk=application_id)
    if application.call.way != Call.Way.SELECTION:
        return
    # The programme's row is the lock under which candidacies get their numbers.
    programme = Programme.objects.select_for_update().filter(call_id=application.call_id).first()
    if programme is None:
        raise NoProgramme(
            _("This call has no terms of selection yet. Ask the coordinating office.")
        )
    if Candidacy.objects.filter(application=application).exists():
        return
    last = programme.candidacies.aggregate(last=Max("number"))["last"] or 0
    candidacy = Candidacy.objects.create(
        programme=programme,
        application=application,
        organisation=Organisation.objects.filter(seat=application.owner_unit).first(),
        number=last + 1,
        field=_first(application.answers.get("field")),
        district=_district_of(application),
        opened_at=stamp.at,
    )
    told = CandidacyOpened(candidacy_id=candidacy.pk, application_id=application.pk)
    journal.record(told, subject=candidacy, stamp=stamp)


def _first(answer: object) -> str:
    if isinstance(answer, list):
        return str(answer[0])[:60] if answer else ""
    return str(answer or "")[:60]


def _district_of(application: Application) -> Unit | None:
    unit: Unit | None = application.owner_unit
    while unit is not None and unit.kind != Unit.Kind.DISTRICT:
        unit = unit.parent
    return unit
