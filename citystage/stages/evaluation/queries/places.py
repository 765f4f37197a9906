"""Where records of evaluation are opened: the lab they belong to."""

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.models import Assessment, Need, Record, Renewal, Report, Sheet
from citystage.stages.evaluation.queries.labs import own_side


def lab_of_need(pk: int) -> int:
    """The lab of a need; 0 when there is none."""
    return Need.objects.filter(pk=pk).values_list("lab_id", flat=True).first() or 0


def lab_of_record(pk: int) -> int:
    """The lab of an entry."""
    return Record.objects.filter(pk=pk).values_list("lab_id", flat=True).first() or 0


def lab_of_renewal(pk: int) -> int:
    """The lab of a renewal."""
    return Renewal.objects.filter(pk=pk).values_list("lab_id", flat=True).first() or 0


def lab_of_report(pk: int) -> int:
    """The lab of a report."""
    return Report.objects.filter(pk=pk).values_list("lab_id", flat=True).first() or 0


def lab_of_assessment(pk: int) -> int:
    """The lab of an assessment."""
    return Assessment.objects.filter(pk=pk).values_list("lab_id", flat=True).first() or 0


def is_own(actor: Actor, lab_id: int) -> bool:
    """Whether this person acts for the lab."""
    return Lab.objects.filter(own_side(actor), pk=lab_id).exists()


def is_own_sheet(actor: Actor, pk: int) -> bool:
    """Whether this person is the assessor of the sheet."""
    return Sheet.objects.filter(pk=pk, assessor__user=actor.user_id or 0).exists()
