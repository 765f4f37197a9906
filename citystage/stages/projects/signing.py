"""Who still has to sign an acceptance."""

from citystage.stages.projects.models import Project
from citystage.stages.projects.settings import signing_sides
from citystage.stages.projects.states.projects import Side


def asked_sides(project: Project) -> list[Side]:
    """The sides that sign; a supplier without a seat here signs on paper only."""
    seated = project.supplier is not None and project.supplier.seat_id is not None
    return [one for one in signing_sides(project.city_id) if one == Side.OWNER or seated]


def missing_sides(project: Project) -> list[Side]:
    """Who has not signed the present acceptance yet."""
    signed = set(project.acceptances.filter(round=project.round).values_list("side", flat=True))
    return [one for one in asked_sides(project) if one not in signed]
