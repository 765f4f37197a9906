"""Where records of decisions live: what links to them need to know."""

from django.db.models import F

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.models import (
    ActionPoint,
    Ballot,
    Candidacy,
    Diligence,
    Notice,
    Objection,
    Seat,
)
from citystage.stages.selection.queries.experts import own_entries


def is_called(actor: Actor, ballot_id: int) -> bool:
    """Whether this person votes on the ballot."""
    return Ballot.objects.filter(pk=ballot_id, voters__user_id=actor.user_id or 0).exists()


def programme_of_ballot(ballot_id: int) -> int:
    """The programme of a ballot; 0, which is none, when there is no such ballot."""
    found = Ballot.objects.filter(pk=ballot_id).values_list("programme_id", flat=True)
    return found.first() or 0


def programme_of_objection(objection_id: int) -> int:
    """The programme whose decision is objected to."""
    rows = Objection.objects.filter(pk=objection_id)
    return rows.values_list("notice__programme_id", flat=True).first() or 0


def number_of_notice(notice_id: int) -> str:
    """The number in a notice's address."""
    found = Notice.objects.filter(pk=notice_id).values_list("number", flat=True)
    return found.first() or "0"


def programme_of_candidacy(candidacy_id: int) -> tuple[int, int]:
    """The programme and the number of a candidacy; zeros, which are none, without one."""
    rows = Candidacy.objects.filter(pk=candidacy_id)
    return rows.values_list("programme_id", "number").first() or (0, 0)


def is_own_seat(actor: Actor, pk: int) -> bool:
    """Whether this seat is the signed-in person's own."""
    return Seat.objects.filter(pk=pk, expert__in=own_entries(actor).values("pk")).exists()


def panel_of_seat(pk: int) -> tuple[int, int]:
    """(programme, number of the candidacy) of a seat; zeros, which are none, without one."""
    found = Seat.objects.filter(pk=pk).values_list("candidacy__programme_id", "candidacy__number")
    return found.first() or (0, 0)


def is_own_diligence(actor: Actor, pk: int) -> bool:
    """Whether an institution this person acts for was asked."""
    units = [unit.pk for unit in actor.reach(Permission.SELECTION_DILIGENCE_DO)]
    return Diligence.objects.filter(pk=pk, institution_id__in=units).exists()


def diligence_of(pk: int) -> tuple[int, int]:
    """(programme, number of the candidacy) of a due diligence; zeros without one."""
    found = Diligence.objects.filter(pk=pk)
    return found.values_list("candidacy__programme_id", "candidacy__number").first() or (0, 0)


def application_of_point(actor: Actor, pk: int) -> int:
    """The application this person's own unit has to mend; 0 when it is somebody else's."""
    units = [unit.pk for unit in actor.reach(Permission.INTAKE_APPLICATION_FILE)]
    rows = ActionPoint.objects.filter(
        pk=pk, owner__in=units, owner=F("candidacy__application__owner_unit")
    )
    return rows.values_list("candidacy__application_id", flat=True).first() or 0
