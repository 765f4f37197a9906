"""Projects with their milestones and the signatures of an acceptance."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer
from citystage.stages.projects.states.projects import ProjectState, Side, Standing
from citystage.stages.trials.models import Trial


class ProjectQuerySet(models.QuerySet["Project"]):
    """Chainable filters."""

    def of_sides(self, actor: Actor) -> Self:
        """Those in which the actor acts for the owner or the supplier."""
        units = [unit.pk for unit in actor.reach(Permission.PROJECT_RECORD_KEEP)]
        return self.filter(Q(owner_unit_id__in=units) | Q(supplier__seat_id__in=units))

    def visible_to(self, actor: Actor) -> Self:
        """The sides, and the officers of the city, district or department."""
        tops = actor.reach(Permission.PROJECT_RECORD_READ)
        units = [unit.pk for unit in actor.reach(Permission.PROJECT_RECORD_KEEP)]
        return self.filter(
            Q(owner_unit_id__in=units)
            | Q(supplier__seat_id__in=units)
            | subtree(tops, "city__path")
            | subtree(tops, "district__path")
            | subtree(tops, "department__path")
            | subtree(tops, "owner_unit__path")
        )

    def shown(self) -> Self:
        """What everybody may know of: landed ones of a scenario that is public.

        The public reads title, district, department and the day; who supplied it only where a
        published pattern or a proven first use names it.
        """
        return self.filter(
            state=ProjectState.LANDED,
            scenario__in=Scenario.objects.public().order_by().values("pk"),
        )


class Project(models.Model):
    """A scenario that is being put into use: what was agreed, and how far it came."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    # What it began from, as far as there was something.
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=240)
    about = models.TextField(blank=True)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    supplier_name = models.CharField(max_length=200)
    # As they were on the day it began; later changes of the scenario leave them.
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    # Whole fen: what was agreed and still stands; kept in step with the payments noted.
    amount = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.RUNNING)
    begun_on = models.DateField()
    due_on = models.DateField()
    landed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Why it failed or was cancelled, was sent back or fell.
    reason = models.TextField(blank=True)
    # Counts the acceptances; signatures belong to one.
    round = models.PositiveIntegerField(default=0)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProjectState.values), name="projects_project_state_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("begun_on")), name="projects_project_runs_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "cancelled"]) | ~Q(reason=""),
                name="projects_project_end_has_reason",
            ),
            models.UniqueConstraint(
                fields=["trial"],
                condition=Q(trial__isnull=False) & ~Q(state="cancelled"),
                name="projects_project_once_of_trial",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-begun_on"], name="projects_by_state"),
            models.Index(fields=["scenario", "state"], name="projects_of_scenario"),
            models.Index(fields=["owner_unit", "state"], name="projects_of_owner"),
            models.Index(fields=["supplier", "state"], name="projects_of_supplier"),
            # What is late in a city, the longest first.
            models.Index(
                fields=["city", "due_on"],
                condition=Q(state__in=["running", "accepting"]),
                name="projects_open_due",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def supplier_label(self) -> str:
        """The supplier in the reader's language."""
        return self.supplier.label if self.supplier else self.supplier_name


class Milestone(models.Model):
    """One thing to reach by a day: from a baseline to a target, and what was measured."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    ordinal = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    # What is counted ("sites", "%"); without figures the milestone is judged by its words.
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    actual = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    due_on = models.DateField()
    # Without the essential ones nothing lands.
    essential = models.BooleanField(default=True)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.OPEN)
    words = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)
    # Why it stands open again.
    fallen = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="projects_standing_known"
            ),
            models.UniqueConstraint(
                fields=["project", "ordinal"], name="projects_milestone_ordinal_once"
            ),
        ]
        indexes = [models.Index(fields=["standing", "due_on"], name="projects_milestones_due")]

    def __str__(self) -> str:
        return self.title

    def suggested(self) -> Standing:
        """What the figures say: the target reached, some way from the baseline, or none of it."""
        if self.actual is None or self.target is None:
            return Standing.OPEN
        begins = self.baseline if self.baseline is not None else 0
        falls = self.target < begins
        ahead = self.actual <= self.target if falls else self.actual >= self.target
        if ahead:
            return Standing.MET
        moved = self.actual < begins if falls else self.actual > begins
        return Standing.PARTLY if moved else Standing.NOT


class Acceptance(models.Model):
    """The signature of one side under one acceptance."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="acceptances")
    round = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side)
    words = models.TextField(blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "round", "side"], name="projects_side_signs_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}.{self.round} {self.side}"
