"""What everybody may see of how a lab fares; nothing that the lab did not allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.models import Assessment, Need, Record, Report
from citystage.stages.evaluation.queries.alongside import shown_trials
from citystage.stages.evaluation.states.assessments import AssessmentState
from citystage.stages.evaluation.states.keeping import NeedState
from citystage.stages.evaluation.states.reports import ReportState
from citystage.stages.trials.models import Trial


@dataclass(frozen=True, slots=True)
class Shown:
    """The public side of a lab's page."""

    needs: Sequence[Need]
    services: Sequence[Record]
    trials: Sequence[Record]
    # On record of their own, where both sides allow the public to read of them.
    own_trials: Sequence[Trial]
    # With source and amount only where the lab shows them in full.
    financing: Sequence[Record]
    reports: Sequence[Report]
    assessments: Sequence[Assessment]

    @property
    def anything(self) -> bool:
        """Whether there is something to show."""
        return any(
            (
                self.needs,
                self.services,
                self.trials,
                self.own_trials,
                self.financing,
                self.reports,
                self.assessments,
            )
        )


def shown(lab: Lab) -> Shown:
    """Five queries, however much there is."""
    records = list(Record.objects.filter(lab=lab, struck_at=None).exclude(shown="hidden"))
    reports = Report.objects.filter(lab=lab, state=ReportState.SUBMITTED)
    settled = (AssessmentState.KEPT, AssessmentState.WITHDRAWN)
    judged = Assessment.objects.filter(lab=lab, state__in=settled).select_related("round")

    def of(kind: str) -> list[Record]:
        return [one for one in records if one.kind == kind]

    return Shown(
        needs=list(Need.objects.filter(lab=lab, public=True, state=NeedState.OPEN)),
        services=of(Record.Kind.SERVICE),
        trials=of(Record.Kind.TRIAL),
        own_trials=shown_trials(lab),
        financing=of(Record.Kind.FINANCING),
        reports=list(reports.only("lab", "since", "until", "submitted_at", "state")),
        assessments=list(judged.order_by("-decided_at")),
    )
