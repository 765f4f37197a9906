"""Who may begin a project, work on it, judge it, sign it and end it."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.sides import first_unit
from citystage.stages.matchmaking.rules import units_of
from citystage.stages.projects.models import Evidence, Project, ProjectReport
from citystage.stages.projects.states.projects import (
    OPEN,
    ProjectState,
    ReportState,
    Side,
    Standing,
)

_CLOSED = _("This project is closed; what it says stays as it is.")
_STRANGER = _("Only who acts for the demand owner or the supplier of this project does this.")
_OWNER = _("Only who acts for the demand owner of this project does this.")


def own_units(actor: Actor) -> frozenset[int]:
    """The units the actor acts for in projects."""
    return frozenset(unit.pk for unit in actor.reach(Permission.PROJECT_RECORD_KEEP))


def side_of(actor: Actor, project: Project) -> Side | None:
    """On which side the actor stands; who acts for both stands on the owner's."""
    units = own_units(actor)
    if project.owner_unit_id in units:
        return Side.OWNER
    seat = project.supplier.seat_id if project.supplier else None
    return Side.SUPPLIER if seat in units else None


def oversees(actor: Actor, project: Project) -> bool:
    """Whether the actor is an officer over the city, the district or the department of it."""
    units = (project.city, project.district, project.department)
    return any(actor.holds(Permission.PROJECT_RECORD_READ, unit) for unit in units if unit)


def may_begin(actor: Actor, scenario: Scenario, parties: frozenset[int]) -> Verdict:
    """The owner's side, its officers, or a party of the trial or agreement it begins from.

    ``parties`` are the seats of what it begins from.
    """
    keeps = Permission.PROJECT_RECORD_KEEP
    if any(actor.holds(keeps, unit) for unit in units_of(scenario)):
        return ALLOWED
    if own_units(actor) & parties:
        return ALLOWED
    return Verdict(_("Only the owner of the scenario, its officers and the parties begin this."))


def owner_of(scenario: Scenario) -> Unit:
    """The unit that owns the project of a scenario."""
    return first_unit(scenario)


def may_work(actor: Actor, project: Project) -> Verdict:
    """Both sides, while it is open."""
    if side_of(actor, project) is None:
        return Verdict(_STRANGER)
    return ALLOWED if project.state in OPEN else Verdict(_CLOSED)


def takes_readings(project: Project) -> Verdict:
    """Whether devices send readings at all: while it is open."""
    return ALLOWED if project.state in OPEN else Verdict(_CLOSED)


def may_give_access(actor: Actor, project: Project) -> Verdict:
    """The same who put in evidence."""
    return may_work(actor, project)


def may_end_access(actor: Actor, project: Project) -> Verdict:
    """Both sides and the offices over it, also when it is closed."""
    if side_of(actor, project) is not None or oversees(actor, project):
        return ALLOWED
    return Verdict(_STRANGER)


def may_plan(actor: Actor, project: Project) -> Verdict:
    """The owner sets and changes milestones, before the acceptance begins."""
    if side_of(actor, project) != Side.OWNER:
        return Verdict(_OWNER)
    if project.state == ProjectState.ACCEPTING:
        return Verdict(_("During the acceptance milestones stay as they are."))
    return ALLOWED if project.state == ProjectState.RUNNING else Verdict(_CLOSED)


def may_judge(actor: Actor, project: Project) -> Verdict:
    """The owner judges how far a milestone was reached."""
    return may_plan(actor, project)


def may_withdraw_evidence(actor: Actor, project: Project, evidence: Evidence) -> Verdict:
    """The side that put it in, the owner, or an officer; also after the landing."""
    if evidence.withdrawn_at is not None:
        return Verdict(_("This evidence is withdrawn already."))
    if project.state in {ProjectState.FAILED, ProjectState.CANCELLED}:
        return Verdict(_CLOSED)
    side = side_of(actor, project)
    mine = evidence.entered_for_id in own_units(actor)
    if side == Side.OWNER or (side is not None and mine) or oversees(actor, project):
        return ALLOWED
    return Verdict(_("Only who put it in, the owner and the offices withdraw evidence."))


def may_ask_acceptance(actor: Actor, project: Project) -> Verdict:
    """Either side, once every essential milestone is met."""
    if side_of(actor, project) is None:
        return Verdict(_STRANGER)
    if project.state != ProjectState.RUNNING:
        return Verdict(_("This step is no longer open."))
    return essentials_hold(project)


def essentials_hold(project: Project) -> Verdict:
    """Whether there are essential milestones, all of them met by evidence that stands."""
    essentials = list(project.milestones.filter(essential=True))
    if not essentials:
        return Verdict(_("Set at least one essential milestone first: it says what landing means."))
    lacking = [one.title for one in essentials if one.standing != Standing.MET]
    if lacking:
        return Verdict(_("Not met yet: %s.") % "; ".join(lacking))
    return ALLOWED


def may_accept(actor: Actor, project: Project) -> Verdict:
    """A side that has not signed this acceptance."""
    side = side_of(actor, project)
    if side is None:
        return Verdict(_STRANGER)
    if project.state != ProjectState.ACCEPTING:
        return Verdict(_("This step is no longer open."))
    if project.acceptances.filter(round=project.round, side=side).exists():
        return Verdict(_("Your side has signed already."))
    return ALLOWED


def may_return(actor: Actor, project: Project) -> Verdict:
    """Either side, during the acceptance."""
    if side_of(actor, project) is None:
        return Verdict(_STRANGER)
    open_ = project.state == ProjectState.ACCEPTING
    return ALLOWED if open_ else Verdict(_("This step is no longer open."))


def may_end(actor: Actor, project: Project) -> Verdict:
    """The owner, or an officer over it, says that it did not work or is cancelled."""
    if side_of(actor, project) != Side.OWNER and not oversees(actor, project):
        return Verdict(_OWNER)
    return ALLOWED if project.state in OPEN else Verdict(_CLOSED)


def may_pay(actor: Actor, project: Project) -> Verdict:
    """Both sides note amounts, also after the landing: payments come later."""
    if side_of(actor, project) is None:
        return Verdict(_STRANGER)
    gone = {ProjectState.CANCELLED}
    return Verdict(_CLOSED) if project.state in gone else ALLOWED


def may_write_report(actor: Actor, report: ProjectReport) -> Verdict:
    """Both sides, while it is asked for."""
    if side_of(actor, report.project) is None:
        return Verdict(_STRANGER)
    open_ = report.state == ReportState.OPEN
    return ALLOWED if open_ else Verdict(_("This step is no longer open."))


def may_demand_report(actor: Actor, report: ProjectReport) -> Verdict:
    """An officer over it asks for a report that was left out."""
    if not oversees(actor, report.project):
        return Verdict(_("Only the offices over this project do this."))
    skipped = report.state == ReportState.SKIPPED and report.project.state in OPEN
    return ALLOWED if skipped else Verdict(_("This step is no longer open."))
