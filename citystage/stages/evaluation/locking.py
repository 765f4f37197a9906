"""What is held while one writes: reports, assessments, renewals with all that rules ask about."""

from citystage.stages.evaluation.models import Assessment, Renewal, Report, Round

_LAB = ("lab__city", "lab__application__owner_unit", "lab__builder__seat")


def lock_report(pk: int) -> Report:
    """The report as it stands now, held until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(*_LAB)
    return rows.get(pk=pk)


def lock_round(pk: int) -> Round:
    """The round, held: labs, assessors and outcomes of one round change one after another."""
    return Round.objects.select_for_update(of=("self",)).select_related("city").get(pk=pk)


def lock_assessment(pk: int) -> Assessment:
    """One assessment, held."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round__city", *_LAB)
    return rows.get(pk=pk)


def lock_renewal(pk: int) -> Renewal:
    """One renewal, held."""
    rows = Renewal.objects.select_for_update(of=("self",)).select_related("label", *_LAB)
    return rows.get(pk=pk)
