"""Everything on the page of one lab, as each side may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.models import (
    Assessment,
    Need,
    Paper,
    Record,
    Renewal,
    Report,
    Sheet,
)
from citystage.stages.evaluation.queries.alongside import Alongside, alongside
from citystage.stages.evaluation.states.assessments import AssessmentState, RoundState

_EVENTS = 60


@dataclass(frozen=True, slots=True)
class Followed:
    """One lab with what is on record of it."""

    lab: Lab
    label: Label | None
    needs: Sequence[Need]
    services: Sequence[Record]
    trials: Sequence[Record]
    financing: Sequence[Record]
    reports: Sequence[Report]
    assessments: Sequence[Assessment]
    renewals: Sequence[Renewal]
    entries: Sequence[Entry]
    # What other stages have on record of its builder.
    alongside: Alongside

    @property
    def raised(self) -> int:
        """What it raised in all, in fen."""
        return sum(one.amount or 0 for one in self.financing if one.struck_at is None)


def page_of(lab: Lab, actor: Actor) -> Followed:
    """The page of a lab as ``actor`` may read it; as many queries for much as for little."""
    needs = list(Need.objects.filter(lab=lab))
    records = list(Record.objects.filter(lab=lab).select_related("made_by"))
    reports = list(Report.objects.filter(lab=lab))
    renewals = list(Renewal.objects.filter(lab=lab).select_related("label"))
    assessments = list(assessments_of(lab))
    given = list(lab.labels.order_by("-since", "-pk"))
    about = [lab, *given, *needs, *records, *reports, *renewals, *assessments]
    entries = list(timeline(*about).order_by("-id")[:_EVENTS])

    def of(kind: str) -> list[Record]:
        return [one for one in records if one.kind == kind]

    return Followed(
        lab=lab,
        label=given[0] if given else None,
        needs=needs,
        services=of(Record.Kind.SERVICE),
        trials=of(Record.Kind.TRIAL),
        financing=of(Record.Kind.FINANCING),
        reports=reports,
        assessments=assessments,
        renewals=renewals,
        entries=entries,
        alongside=alongside(lab, actor),
    )


def assessments_of(lab: Lab) -> QuerySet[Assessment]:
    """Assessments that have begun, the latest first; what is only prepared stays with officers."""
    rows = Assessment.objects.filter(lab=lab).exclude(round__state=RoundState.PREPARING)
    rows = rows.exclude(state=AssessmentState.CANCELLED)
    sheets = Prefetch("sheets", Sheet.objects.select_related("assessor__expert", "assessor__user"))
    rows = rows.select_related("round", "lab").prefetch_related("papers", sheets)
    return rows.order_by("-round__made_at", "-pk")


def reach_need(lab: Lab, pk: int) -> Need:
    """One need of a lab. Raises ``NotFound``."""
    if found := Need.objects.filter(lab=lab, pk=pk).first():
        return found
    raise NotFound(_("There is no such need."))


def reach_record(lab: Lab, pk: int) -> Record:
    """One entry of a lab that still counts. Raises ``NotFound``."""
    if found := Record.objects.filter(lab=lab, pk=pk, struck_at=None).first():
        return found
    raise NotFound(_("There is no such entry."))


def reach_renewal(lab: Lab, pk: int) -> Renewal:
    """One renewal asked for. Raises ``NotFound``."""
    rows = Renewal.objects.filter(lab=lab, pk=pk).select_related("lab__city", "label")
    if found := rows.first():
        return found
    raise NotFound(_("There is no such request."))


def reach_assessment(lab: Lab, pk: int) -> Assessment:
    """One assessment of a lab that has begun. Raises ``NotFound``."""
    if found := assessments_of(lab).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such assessment."))


def reach_report(lab: Lab, pk: int) -> Report:
    """One report of a lab. Raises ``NotFound``."""
    rows = Report.objects.filter(lab=lab, pk=pk)
    if found := rows.select_related("lab", "changed_by").first():
        found.lab = lab
        return found
    raise NotFound(_("There is no such report."))


def paper_of(assessment: Assessment, pk: int) -> Paper:
    """One file of a proof. Raises ``NotFound``."""
    if found := Paper.objects.filter(assessment=assessment, pk=pk).first():
        return found
    raise NotFound(_("There is no such file."))


def in_period(report: Report) -> list[Record]:
    """What is on record for the period of a report."""
    rows = Record.objects.filter(lab=report.lab_id, struck_at=None)
    return list(rows.filter(since__gte=report.since, since__lt=report.until).order_by("since"))
