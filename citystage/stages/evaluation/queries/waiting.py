"""What waits for whom at labs: for "my work", for the counts in the rail."""

from django.db.models import Exists, OuterRef, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.models import Assessment, Renewal, Report
from citystage.stages.evaluation.queries.labs import own_side
from citystage.stages.evaluation.states.assessments import AssessmentState
from citystage.stages.evaluation.states.keeping import RenewalState
from citystage.stages.evaluation.states.reports import ReportState


def reports(actor: Actor) -> QuerySet[Report]:
    """Reports this person's labs have to hand in."""
    return Report.objects.filter(own_side(actor, "lab__"), state=ReportState.OPEN)


def improvements(actor: Actor) -> QuerySet[Assessment]:
    """Improvements this person's labs have to prove."""
    return Assessment.objects.filter(own_side(actor, "lab__"), state=AssessmentState.IMPROVING)


def labs_with_work(actor: Actor) -> QuerySet[Lab]:
    """Own labs for which something waits."""
    mine = Lab.objects.filter(own_side(actor))
    report = Report.objects.filter(lab=OuterRef("pk"), state=ReportState.OPEN)
    improving = Assessment.objects.filter(lab=OuterRef("pk"), state=AssessmentState.IMPROVING)
    return mine.filter(Exists(report) | Exists(improving))


def skips(actor: Actor) -> QuerySet[Report]:
    """Reports that should be left out, for the office to decide."""
    reach = subtree(actor.reach(Permission.EVALUATION_LAB_DECIDE), "lab__city__path")
    return Report.objects.filter(reach, state=ReportState.SKIP_ASKED)


def renewals(actor: Actor) -> QuerySet[Renewal]:
    """Renewals asked for, for the office to decide."""
    reach = subtree(actor.reach(Permission.EVALUATION_LAB_DECIDE), "lab__city__path")
    return Renewal.objects.filter(reach, state=RenewalState.ASKED)


def proofs(actor: Actor) -> QuerySet[Assessment]:
    """Improvements to be looked at again."""
    reach = subtree(actor.reach(Permission.EVALUATION_LAB_DECIDE), "lab__city__path")
    return Assessment.objects.filter(reach, state=AssessmentState.PROVED)


def labs_to_decide(actor: Actor) -> QuerySet[Lab]:
    """Labs of which the office has to decide something."""
    reach = subtree(actor.reach(Permission.EVALUATION_LAB_DECIDE), "city__path")
    asked = [
        Report.objects.filter(lab=OuterRef("pk"), state=ReportState.SKIP_ASKED),
        Renewal.objects.filter(lab=OuterRef("pk"), state=RenewalState.ASKED),
        Assessment.objects.filter(lab=OuterRef("pk"), state=AssessmentState.PROVED),
    ]
    return Lab.objects.filter(reach).filter(Exists(asked[0]) | Exists(asked[1]) | Exists(asked[2]))
