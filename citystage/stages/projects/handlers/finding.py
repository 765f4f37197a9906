"""What lands, fails, is proven or can be copied is found in the moment it is on record."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.stages.catalogue.facts import ScenarioWithdrawn
from citystage.stages.projects.facts import claims, patterns, projects, work
from citystage.stages.projects.models import FirstUse, Pattern, Project
from citystage.stages.projects.searchable.first_uses import fill_first_uses
from citystage.stages.projects.searchable.patterns import fill_patterns
from citystage.stages.projects.searchable.projects import fill_projects
from citystage.stages.projects.states.projects import ProjectState


def show_project(fact: Fact, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """Write its document anew."""
    fill_projects([Project(pk=fact.project_id)])  # type: ignore[attr-defined]


def show_first_use(fact: Fact, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """Write its document anew."""
    fill_first_uses([FirstUse(pk=fact.first_use_id)])  # type: ignore[attr-defined]


def show_pattern(fact: Fact, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """Write its document anew."""
    fill_patterns([Pattern(pk=fact.pattern_id)])  # type: ignore[attr-defined]


@on(claims.ProductsMerged)
def show_merged(fact: claims.ProductsMerged, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """All reports of the product are found under its one name, and under the other one too."""
    fill_first_uses(FirstUse.objects.filter(product=fact.product_id))


@on(ScenarioWithdrawn)
def hide_landed(fact: ScenarioWithdrawn, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """Everybody knows of what landed as long as its scenario is public.

    A first publication is not followed: nothing can have landed, and lists publish by hundreds.
    """
    landed = Project.objects.filter(scenario=fact.scenario_id, state=ProjectState.LANDED)
    if found := list(landed):
        fill_projects(found)


_OF_PROJECT: tuple[type[Fact], ...] = (
    projects.ProjectBegun,
    projects.AcceptanceAsked,
    projects.ProjectReturned,
    projects.ProjectLanded,
    projects.ProjectReopened,
    projects.ProjectFailed,
    projects.ProjectCancelled,
    work.MilestoneSet,
    work.MilestoneChanged,
)
_OF_FIRST_USE: tuple[type[Fact], ...] = (
    claims.FirstUseRecorded,
    claims.FirstUseProven,
    claims.FirstUseRefused,
    claims.FirstUseWithdrawn,
)
_OF_PATTERN: tuple[type[Fact], ...] = (
    patterns.PatternDrafted,
    patterns.PatternProposed,
    patterns.PatternPublished,
    patterns.PatternReturned,
    patterns.PatternWithdrawn,
)
for _kinds, _show in (
    (_OF_PROJECT, show_project),
    (_OF_FIRST_USE, show_first_use),
    (_OF_PATTERN, show_pattern),
):
    for _kind in _kinds:
        on(_kind)(_show)
