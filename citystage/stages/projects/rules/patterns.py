"""Who writes, publishes and copies patterns, and who links children of super scenarios."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.projects.models import Pattern, Project
from citystage.stages.projects.rules.projects import own_units
from citystage.stages.projects.states.patterns import PatternState
from citystage.stages.projects.states.projects import ProjectState


def may_begin_pattern(actor: Actor, project: Project) -> Verdict:
    """The owner of what landed, once."""
    if project.owner_unit_id not in own_units(actor):
        return Verdict(_("Only who acts for the demand owner of this project does this."))
    if project.state != ProjectState.LANDED:
        return Verdict(_("Only what has landed becomes a pattern."))
    if Pattern.objects.filter(project=project).exists():
        return Verdict(_("This project has a pattern already."))
    return ALLOWED


def may_write_pattern(actor: Actor, pattern: Pattern) -> Verdict:
    """The owner, while it is a draft."""
    if pattern.owner_unit_id not in own_units(actor):
        return Verdict(_("Only who acts for the demand owner of this project does this."))
    draft = pattern.state == PatternState.DRAFT
    return ALLOWED if draft else Verdict(_("This step is no longer open."))


def may_publish(actor: Actor, pattern: Pattern) -> Verdict:
    """The city says yes or no to what was proposed."""
    if not actor.holds(Permission.PROJECT_PATTERN_PUBLISH, pattern.city):
        return Verdict(_("Only the city publishes patterns."))
    proposed = pattern.state == PatternState.PROPOSED
    return ALLOWED if proposed else Verdict(_("This step is no longer open."))


def may_withdraw_pattern(actor: Actor, pattern: Pattern) -> Verdict:
    """The owner or the city."""
    if pattern.state not in {PatternState.PROPOSED, PatternState.PUBLISHED}:
        return Verdict(_("This step is no longer open."))
    own = pattern.owner_unit_id in own_units(actor)
    if own or actor.holds(Permission.PROJECT_PATTERN_PUBLISH, pattern.city):
        return ALLOWED
    return Verdict(_("Only the owner and the city withdraw a pattern."))


def may_copy(actor: Actor, pattern: Pattern) -> Verdict:
    """Whoever files needs, from another place than the one it comes from."""
    if not actor.may(Permission.INTAKE_APPLICATION_FILE):
        return Verdict(_("Only who files needs copies a pattern."))
    if pattern.state != PatternState.PUBLISHED:
        return Verdict(_("Only published patterns are copied."))
    if actor.unit is not None and actor.unit.pk == pattern.owner_unit_id:
        return Verdict(_("This is your own pattern; other places copy it."))
    return ALLOWED


def may_recognise(actor: Actor, pattern: Pattern) -> Verdict:
    """The city says which recognised demonstration a published pattern is."""
    if not actor.holds(Permission.PROJECT_PATTERN_PUBLISH, pattern.city):
        return Verdict(_("Only the city says which recognition this is."))
    if pattern.state != PatternState.PUBLISHED:
        return Verdict(_("Only a published pattern is named as a recognised demonstration."))
    if pattern.recognised_id is not None:
        return Verdict(_("This pattern is named as a recognised demonstration already."))
    return ALLOWED


def may_part(actor: Actor, pattern: Pattern) -> Verdict:
    """The city takes back that the two are the same."""
    if not actor.holds(Permission.PROJECT_PATTERN_PUBLISH, pattern.city):
        return Verdict(_("Only the city says which recognition this is."))
    known = pattern.recognised_id is not None
    return ALLOWED if known else Verdict(_("This step is no longer open."))
