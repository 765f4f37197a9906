"""Projects, first uses and patterns behind answers of a search, as far as one may read them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.projects.models import FirstUse, Pattern, Project
from citystage.stages.projects.queries.projects import failures
from citystage.stages.projects.states.projects import ProjectState, Standing


class Door(StrEnum):
    """Where somebody reads of a project."""

    INSIDE = "inside"
    # On the public page of its scenario: that it landed.
    SCENARIO = "scenario"
    # In the list of what did not work.
    LESSONS = "lessons"


@dataclass(frozen=True, slots=True)
class FoundProject:
    """One project as one may read it; of ``aims`` milestones ``met`` are met, inside only."""

    project: Project
    door: Door
    aims: int = 0
    met: int = 0


def projects(actor: Actor, pks: Collection[int]) -> dict[int, FoundProject]:
    """Of these the ones one may read of, by key; four queries at most, none for none."""
    doors = doors_of(actor, pks)
    if not doors:
        return {}
    met = Q(milestones__standing=Standing.MET)
    rows: QuerySet[Any] = Project.objects.filter(pk__in=list(doors)).annotate(
        aims=Count("milestones"), met=Count("milestones", filter=met)
    )
    found = {}
    for one in rows.select_related("city", "district", "owner_unit", "supplier", "scenario"):
        counts = (one.aims, one.met) if doors[one.pk] is Door.INSIDE else (0, 0)
        found[one.pk] = FoundProject(one, doors[one.pk], *counts)
    return found


def doors_of(actor: Actor, pks: Collection[int]) -> dict[int, Door]:
    """Where one reads of each of these, its own page first; those out of reach are left out."""
    if not pks:
        return {}
    shown = Project.objects.shown().filter(pk__in=pks).order_by()
    doors = dict.fromkeys(shown.values_list("pk", flat=True), Door.SCENARIO)
    if actor.may(Permission.PROJECT_RECORD_KEEP):
        failed = failures(actor, "").filter(pk__in=pks).order_by()
        doors |= dict.fromkeys(failed.values_list("pk", flat=True), Door.LESSONS)
    own = Project.objects.visible_to(actor).filter(pk__in=pks).order_by()
    return doors | dict.fromkeys(own.values_list("pk", flat=True), Door.INSIDE)


def first_uses(actor: Actor, pks: Collection[int]) -> dict[int, FirstUse]:
    """Of these the ones one may read, by key; one query, none for none."""
    if not pks:
        return {}
    rows = FirstUse.objects.visible_to(actor).filter(pk__in=pks)
    along = ("city", "district", "product", "user_organisation", "user_unit")
    return {one.pk: one for one in rows.select_related(*along)}


def patterns(actor: Actor, pks: Collection[int]) -> dict[int, tuple[Pattern, int]]:
    """Of these the ones one may read, with how often each was copied; one query, none for none."""
    if not pks:
        return {}
    readable = Pattern.objects.visible_to(actor).filter(pk__in=pks)
    rows: QuerySet[Any] = readable.annotate(copied=Count("copies"))
    along = ("city", "owner_unit", "scenario__field", "project__district")
    return {one.pk: (one, one.copied) for one in rows.select_related(*along)}


def between(
    actor: Actor,
    *,
    scenarios: Collection[int],
    owners: Collection[int],
    suppliers: Collection[int],
) -> list[Project]:
    """What landed or failed with these suppliers, in these scenarios or with these owners' units,
    of what lies within the person's own reach; the latest first. One query.
    """
    pairs = Q(scenario_id__in=scenarios) | Q(owner_unit_id__in=owners)
    rows = Project.objects.visible_to(actor).filter(pairs, supplier_id__in=suppliers)
    over = rows.filter(state__in=[ProjectState.LANDED, ProjectState.FAILED])
    return list(over.order_by("-ended_at", "-pk"))
