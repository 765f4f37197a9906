"""Who asks for due diligence, who does it, and who mends and verifies what came of it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.selection.investigating import STANDS_FOR
from citystage.stages.selection.models import ActionPoint, Candidacy, Conflict, Diligence
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.states.candidacies import LOOKED_INTO, CandidacyState
from citystage.stages.selection.states.diligence import DiligenceState


def may_lead(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """The coordinating office, by an officer without a conflict."""
    if not actor.holds(Permission.SELECTION_PANEL_LEAD, candidacy.programme.city):
        return Verdict(_("Only the coordinating office asks for due diligence and accepts it."))
    return is_free(barred)


def may_ask(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """As above, while the candidacy is in due diligence."""
    return all_of(may_lead(actor, candidacy, barred), _is_looked_into(candidacy))


def may_do(actor: Actor, diligence: Diligence, barred: Conflict | None) -> Verdict:
    """Somebody of the institution asked, without a conflict, while the candidacy is looked into."""
    return all_of(
        _is_theirs(actor, diligence), is_free(barred), _is_looked_into(diligence.candidacy)
    )


def may_write(actor: Actor, diligence: Diligence, barred: Conflict | None) -> Verdict:
    """As above, after the declaration of interests and before the report."""
    return all_of(may_do(actor, diligence, barred), _is_underway(diligence))


def may_point(actor: Actor, diligence: Diligence, barred: Conflict | None) -> Verdict:
    """The institution says what is to be mended as long as its work counts."""
    working = {DiligenceState.UNDERWAY, DiligenceState.REPORTED, DiligenceState.ACCEPTED}
    return all_of(
        _is_theirs(actor, diligence),
        is_free(barred),
        ALLOWED if diligence.state in working else _is_underway(diligence),
    )


def may_point_out(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """The coordinating office, from the panel to the effect, whoever looked into it or nobody."""
    begun = {CandidacyState.REVIEWING, *LOOKED_INTO}
    open_now = (
        ALLOWED
        if candidacy.state in begun
        else Verdict(_("What is to be mended is said between the panel and the effect."))
    )
    return all_of(may_lead(actor, candidacy, barred), open_now)


def may_mend(actor: Actor, point: ActionPoint, barred: Conflict | None) -> Verdict:
    """Whoever acts for the unit that is to mend it."""
    if not stands_for(actor, point.owner):
        return Verdict(_("Only those who are to mend it say that it is done."))
    return is_free(barred)


def may_verify(actor: Actor, point: ActionPoint, barred: Conflict | None) -> Verdict:
    """Whoever acts for the unit that verifies; nobody verifies what they mend themselves."""
    if not stands_for(actor, point.verifier):
        return Verdict(_("Only those who were named to verify it do so."))
    return is_free(barred)


def stands_for(actor: Actor, unit: Unit) -> bool:
    """Whether this person acts for the unit itself."""
    return any(unit.pk == one.pk for permission in STANDS_FOR for one in actor.reach(permission))


def _is_theirs(actor: Actor, diligence: Diligence) -> Verdict:
    units = {one.pk for one in actor.reach(Permission.SELECTION_DILIGENCE_DO)}
    if diligence.institution_id in units:
        return ALLOWED
    return Verdict(_("Only the institution that was asked works on it."))


def _is_looked_into(candidacy: Candidacy) -> Verdict:
    if candidacy.state == CandidacyState.DILIGENCE:
        return ALLOWED
    return Verdict(_("This candidacy is not in due diligence at the moment."))


def _is_underway(diligence: Diligence) -> Verdict:
    if diligence.state == DiligenceState.UNDERWAY:
        return ALLOWED
    now = DiligenceState(diligence.state).label
    return Verdict(gettext("This step is not open: the due diligence is now “%s”.") % now)
