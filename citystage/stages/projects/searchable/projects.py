"""A project in the search.

Sides and offices find every project by everything that stands in it while it runs. Once it has
landed or failed others find it too: everybody a landed one of a public scenario, who has a part in
projects of the city one that did not work. Its document then holds only what these others read.
"""

from collections.abc import Iterable
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.words import Lexicon
from citystage.stages.catalogue import audience
from citystage.stages.catalogue.indexing import documents, facets, filling
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.models.scenarios import HIDDEN
from citystage.stages.projects.models import Project
from citystage.stages.projects.searchable import reading
from citystage.stages.projects.states.projects import ProjectState

KIND: Final = "project"
_ALONG: Final = (
    *("city", "district", "department", "owner_unit", "supplier"),
    *("scenario__field", "chain"),
)
_WORDS: Final = {
    ProjectState.RUNNING: _("project under way"),
    ProjectState.ACCEPTING: _("project in acceptance"),
    ProjectState.LANDED: _("landed project"),
    ProjectState.FAILED: _("project that did not work"),
    ProjectState.CANCELLED: _("cancelled project"),
}
TYPES: Final = tuple((f"project_{state.value}", label) for state, label in _WORDS.items())


def is_public(project: Project) -> bool:
    """Whether everybody may know of it: the same as ``Project.objects.shown``."""
    return project.state == ProjectState.LANDED and project.scenario.state not in HIDDEN


def found_by(project: Project) -> list[str]:
    """Everybody; else both sides, the offices over it, and whoever learns from what failed."""
    if is_public(project):
        return [audience.PUBLIC]
    seat = project.supplier.seat_id if project.supplier else None
    units = (project.city, project.district, project.department, project.owner_unit)
    found = reading.of_sides(project.owner_unit_id, seat) + reading.of_offices(units)
    if project.state == ProjectState.FAILED:
        found += reading.of_learners(project.city_id)
    return list(dict.fromkeys(found))


def fill_projects(projects: Iterable[Project]) -> None:
    """(Re)write the documents of ``projects``; two queries and one for the vocabulary."""
    words = filling.lexicon()
    wanted = Project.objects.filter(pk__in=[project.pk for project in projects])
    found = wanted.select_related(*_ALONG).prefetch_related("milestones")
    filling.write([document(project, words) for project in found])


def document(project: Project, words: Lexicon) -> SearchDocument:
    """Found by title, scenario, place, and what its readers read besides."""
    ended = project.landed_at or project.ended_at
    made = documents.begun(KIND, project.pk, found_by(project), ended or project.entered_at)
    scenario, district = project.scenario, project.district
    landed = project.state == ProjectState.LANDED
    owner = scenario.owner_name if landed else project.owner_unit.name
    made.city_id, made.title, made.owner_name = project.city_id, project.title, owner
    made.body = _body(project)
    names, aims = _inside(project)
    made.names = reading.named(owner, district.name if district else "", *names)
    said = " ".join([scenario.title, scenario.title_en, *aims])
    documents.weigh(made, scenario.number, said, words)
    made.facets = _facets(project)
    day = timezone.localdate(ended) if ended else None
    made.numbers = facets.numbers(made.changed_at, published=day)
    made.latitude, made.longitude = facets.centre(district, project.city)
    return made


def _inside(project: Project) -> tuple[list[str], list[str]]:
    """Names and milestones, as long as nobody but sides and offices finds it."""
    if project.state in {ProjectState.LANDED, ProjectState.FAILED}:
        return [], []
    supplier = project.supplier.name if project.supplier else project.supplier_name
    return [supplier], [one.title for one in project.milestones.all()]


def _body(project: Project) -> str:
    if project.state == ProjectState.FAILED:
        return project.reason
    if project.state == ProjectState.LANDED:
        return ""
    return "\n".join(part for part in (project.about, project.reason) if part)


def _facets(project: Project) -> facets.Facets:
    scenario = project.scenario
    ended = project.landed_at or project.ended_at
    year = timezone.localdate(ended).year if ended else project.begun_on.year
    return facets.kept(
        type=f"project_{project.state}",
        city=project.city.code,
        district=project.district.code if project.district else "",
        field=scenario.field.code if scenario.field else "",
        chain=project.chain.code if project.chain else "",
        owner=str(scenario.owner_id or ""),
        year=str(year),
    )
