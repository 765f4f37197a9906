"""Who may do what with a lab that is followed; ``away`` says why somebody is kept away."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.indicators.periods import Period
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.keeping import seat_of
from citystage.stages.evaluation.models import Assessment, Report, Round, Sheet
from citystage.stages.evaluation.states.assessments import AssessmentState, RoundState, SheetState
from citystage.stages.evaluation.states.reports import ReportState
from citystage.stages.evaluation.terms import FollowTerms


def may_keep(actor: Actor, lab: Lab) -> Verdict:
    """The lab's own people."""
    seat = seat_of(lab)
    if seat is not None and actor.holds(Permission.EVALUATION_LAB_KEEP, seat):
        return ALLOWED
    return Verdict(gettext_lazy("Only the lab's own people do this."))


def may_follow(actor: Actor, city: Unit) -> Verdict:
    """The coordinating office."""
    if actor.holds(Permission.EVALUATION_LAB_DECIDE, city):
        return ALLOWED
    return Verdict(gettext_lazy("Only the coordinating office of the city does this."))


def may_decide(actor: Actor, lab: Lab, away: str) -> Verdict:
    """The coordinating office, by an officer whom nothing keeps away from this lab."""
    return all_of(may_follow(actor, lab.city), is_free(away))


def may_note(actor: Actor, lab: Lab) -> Verdict:
    """Both sides write on the lab's page."""
    return ALLOWED if may_keep(actor, lab) else may_follow(actor, lab.city)


def is_free(away: str) -> Verdict:
    """Whether nothing keeps the person away."""
    if not away:
        return ALLOWED
    words = _("You have a conflict of interest with this lab (%s); leave it to others.")
    return Verdict(words % away)


def may_write(actor: Actor, report: Report) -> Verdict:
    """The lab's people while the report is asked for."""
    return all_of(may_keep(actor, report.lab), _is_asked(report))


def _is_asked(report: Report) -> Verdict:
    if report.state in {ReportState.OPEN, ReportState.SKIP_ASKED}:
        return ALLOWED
    now = ReportState(report.state).label
    return Verdict(_("This report can no longer be written: it is now “%s”.") % now)


def may_score(sheet: Sheet, user_id: int | None, round_: Round, at: datetime) -> Verdict:
    """The assessor named, while the assessment runs."""
    if sheet.assessor.user_id != user_id:
        return Verdict(gettext_lazy("Only the assessor named for it writes on this sheet."))
    if sheet.state == SheetState.BARRED:
        return Verdict(gettext_lazy("A conflict of interest keeps you away from this lab."))
    if sheet.state != SheetState.OPEN:
        return Verdict(_("This sheet is closed: %s.") % SheetState(sheet.state).label)
    if round_.state != RoundState.SCORING:
        return Verdict(gettext_lazy("This assessment is not under way."))
    if round_.due_at is not None and at >= round_.due_at:
        return Verdict(gettext_lazy("The time for scores is over."))
    return ALLOWED


def may_prove(actor: Actor, assessment: Assessment) -> Verdict:
    """The lab's people while an improvement is asked of it."""
    if assessment.state != AssessmentState.IMPROVING:
        return Verdict(gettext_lazy("No improvement is asked of this lab at the moment."))
    return may_keep(actor, assessment.lab)


def may_look_again(
    actor: Actor, assessment: Assessment, outcome: str, away: str, at: datetime
) -> Verdict:
    """The office after the proof; without one only a withdrawal, and only after the last day."""
    allowed = may_decide(actor, assessment.lab, away)
    if not allowed or assessment.state == AssessmentState.PROVED:
        return allowed
    if assessment.state != AssessmentState.IMPROVING:
        return Verdict(gettext_lazy("There is nothing to look at again."))
    over = assessment.improve_until is not None and at >= assessment.improve_until
    if over and outcome == Assessment.Outcome.WITHDRAW:
        return ALLOWED
    return Verdict(gettext_lazy("The lab still has time to hand in its proof."))


def may_ask_renewal(
    actor: Actor, lab: Lab, label: Label | None, terms: FollowTerms, today: date
) -> Verdict:
    """The lab's people, in the last days of a term that the terms name."""
    if label is None or label.state != LabelState.VALID:
        return Verdict(gettext_lazy("There is no recognition in force to be renewed."))
    if label.until is None:
        return Verdict(gettext_lazy("This recognition has no end; it needs no renewal."))
    if today < label.until - timedelta(days=terms.renewing.asks_from_days):
        words = _("Renewal can be asked for from %s on.")
        begins = label.until - timedelta(days=terms.renewing.asks_from_days)
        return Verdict(words % begins.isoformat())
    if today >= label.until:
        return Verdict(gettext_lazy("The term is over; the office decides what follows."))
    return may_keep(actor, lab)


def may_try_formula(actor: Actor, city: Unit) -> Verdict:
    """Those who write the city's pack, or hand it to whoever does."""
    if not actor.holds(Permission.FIGURE_FORMULA_TRY, city):
        return Verdict(gettext_lazy("Only the coordinating office or an administrator does this."))
    return ALLOWED


def may_close_period(stamp: Stamp, city: Unit, period: Period) -> Verdict:
    """The coordinating office, once the period is over."""
    if not stamp.actor.holds(Permission.FIGURE_PERIOD_CLOSE, city):
        return Verdict(gettext_lazy("Only the coordinating office of the city does this."))
    if timezone.localdate(stamp.at) < period.until:
        return Verdict(gettext_lazy("A period is closed once it is over."))
    return ALLOWED
