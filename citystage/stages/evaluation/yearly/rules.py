"""Who may do what in a yearly assessment; ``away`` says why somebody is kept away."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject
from citystage.stages.evaluation.states.exercises import ExerciseState, MarkState, SubjectState
from citystage.stages.evaluation.yearly.people import sides_of
from citystage.stages.evaluation.yearly.standing import kept_away

_E, _S = ExerciseState, SubjectState
# Until the results are shown, weights may be set; from scoring on with a reason.
WEIGHED = (_E.PREPARING, _E.REPORTING, _E.SCORING)
ENDED = (_E.DECIDED, _E.CANCELLED)


def may_manage(actor: Actor, city: Unit) -> Verdict:
    """The coordinating office."""
    if actor.holds(Permission.ASSESS_EXERCISE_MANAGE, city):
        return ALLOWED
    return Verdict(gettext_lazy("Only the coordinating office of the city does this."))


def may_prepare(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, before the self-reports are asked for."""
    return _step(actor, exercise, (_E.PREPARING,))


def may_choose_examiners(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, until scoring begins; from then on one by one, with why."""
    return _step(actor, exercise, (_E.PREPARING, _E.REPORTING))


def may_change_examiners(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, while marks come in."""
    return _step(actor, exercise, (_E.SCORING,))


def may_write_templates(actor: Actor, city: Unit) -> Verdict:
    """Who administers the templates of the city."""
    if actor.holds(Permission.ASSESS_TEMPLATE_WRITE, city):
        return ALLOWED
    return Verdict(gettext_lazy("Only who administers the templates of the city does this."))


def may_reschedule(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, until the results are shown."""
    return _step(actor, exercise, WEIGHED)


def may_weigh(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, until the results are shown; results that were shown are taken back first."""
    return _step(actor, exercise, WEIGHED)


def may_begin_scoring(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, while self-reports come in."""
    return _step(actor, exercise, (_E.REPORTING,))


def may_show(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, while marks come in."""
    return _step(actor, exercise, (_E.SCORING,))


def may_settle(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, after the results were shown: decide, or take them back."""
    return _step(actor, exercise, (_E.REPLYING,))


def may_cancel(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, until it is decided."""
    return _step(actor, exercise, tuple(one for one in _E if one not in ENDED))


def may_publish(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, once it is decided and not published yet."""
    if exercise.published_at is not None:
        return Verdict(gettext_lazy("The ranking is published already."))
    return _step(actor, exercise, (_E.DECIDED,))


def may_hide(actor: Actor, exercise: Exercise) -> Verdict:
    """The office, while the ranking is published."""
    if exercise.published_at is None:
        return Verdict(gettext_lazy("The ranking is not published."))
    return may_manage(actor, exercise.city)


def may_report(actor: Actor, subject: Subject) -> Verdict:
    """The assessed, until the self-report is handed in; late ones until scoring begins."""
    if subject.exercise.state != _E.REPORTING:
        return Verdict(_("Self-reports are closed: %s.") % _now(subject.exercise))
    if subject.state not in {_S.ASKED, _S.RETURNED}:
        return Verdict(_("This self-report is closed: %s.") % _S(subject.state).label)
    return is_side(actor, subject)


def may_check(actor: Actor, subject: Subject) -> Verdict:
    """The office, by an officer whom nothing keeps away, once it is handed in."""
    if subject.state != _S.HANDED_IN:
        return Verdict(gettext_lazy("There is nothing to check now."))
    return all_of(_step(actor, subject.exercise, (_E.REPORTING,)), is_free(actor, subject))


def may_send_back(actor: Actor, subject: Subject) -> Verdict:
    """The same; a self-report is sent back once."""
    if subject.returned_at is not None:
        return Verdict(gettext_lazy("It was sent back once already; check it as it is."))
    return may_check(actor, subject)


def may_drop(actor: Actor, subject: Subject) -> Verdict:
    """The office, after the self-reports were asked for and before results are shown."""
    if subject.state == _S.DROPPED:
        return Verdict(gettext_lazy("It is taken out already."))
    verdict = _step(actor, subject.exercise, (_E.REPORTING, _E.SCORING))
    return all_of(verdict, is_free(actor, subject))


def may_grade(actor: Actor, subject: Subject) -> Verdict:
    """The office, by an officer whom nothing keeps away, after the results were shown."""
    if subject.state not in {_S.SHOWN, _S.REPLIED}:
        return Verdict(gettext_lazy("The result is not shown."))
    return all_of(may_settle(actor, subject.exercise), is_free(actor, subject))


def may_answer(actor: Actor, subject: Subject) -> Verdict:
    """The same, where there is a reply."""
    if subject.state != _S.REPLIED:
        return Verdict(gettext_lazy("There is no reply to answer."))
    return may_grade(actor, subject)


def may_reply(actor: Actor, subject: Subject, at: datetime) -> Verdict:
    """The assessed, within the days they have."""
    if subject.state != _S.SHOWN:
        return Verdict(gettext_lazy("There is no result to reply to."))
    until = subject.exercise.reply_until
    if until is not None and at >= until:
        return Verdict(gettext_lazy("The time to reply is over."))
    return is_side(actor, subject)


def is_side(actor: Actor, subject: Subject) -> Verdict:
    """The people of the unit that is assessed."""
    if subject.side_id in sides_of(actor):
        return ALLOWED
    return Verdict(gettext_lazy("Only those who are assessed do this."))


def is_free(actor: Actor, subject: Subject) -> Verdict:
    """Whether nothing keeps the person away."""
    return is_not_kept(kept_away(actor.user_id, subject))


def is_not_kept(away: str) -> Verdict:
    """The same, from what is known already."""
    if not away:
        return ALLOWED
    words = _("You have a conflict of interest here (%s); leave it to others.")
    return Verdict(words % away)


def may_bar(actor: Actor, sheet: MarkSheet) -> Verdict:
    """The office, while marks come in."""
    if sheet.state not in {MarkState.OPEN, MarkState.HANDED_IN}:
        return Verdict(gettext_lazy("These marks do not count already."))
    verdict = _step(actor, sheet.subject.exercise, (_E.SCORING,))
    return all_of(verdict, is_free(actor, sheet.subject))


def may_mark(sheet: MarkSheet, user_id: int | None, at: datetime) -> Verdict:
    """The assessor named, while marks are asked for."""
    exercise, now = sheet.subject.exercise, MarkState(sheet.state)
    if sheet.examiner.user_id != user_id:
        return Verdict(gettext_lazy("Only the assessor named for it writes on this sheet."))
    if now != MarkState.OPEN:
        barred = gettext_lazy("A conflict of interest keeps you away here.")
        closed = _("This sheet is closed: %s.") % now.label
        return Verdict(barred if now == MarkState.BARRED else closed)
    if exercise.state != _E.SCORING or sheet.subject.state == _S.DROPPED:
        what = sheet.subject.get_state_display() if exercise.state == _E.SCORING else _now(exercise)
        return Verdict(_("Marks are not asked for now: %s.") % what)
    if at >= exercise.score_until:
        return Verdict(gettext_lazy("The time for marks is over."))
    return ALLOWED


def may_read(sheet: MarkSheet) -> Verdict:
    """The assessor named reads the self-report, unless a conflict keeps the person away."""
    if sheet.state in {MarkState.OPEN, MarkState.HANDED_IN}:
        return ALLOWED
    return Verdict(_("This sheet is closed: %s.") % MarkState(sheet.state).label)


def _step(actor: Actor, exercise: Exercise, states: Iterable[ExerciseState]) -> Verdict:
    if exercise.state not in set(states):
        return Verdict(_("This step is not open now: %s.") % _now(exercise))
    return may_manage(actor, exercise.city)


def _now(exercise: Exercise) -> str:
    return str(ExerciseState(exercise.state).label)
