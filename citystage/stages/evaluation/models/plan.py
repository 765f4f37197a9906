"""Plans: what a city has promised, target by target; a revised target keeps what it said before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language, said


class Plan(models.Model):
    """A plan of a city over some years, of its pack or written here."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The code in the pack; empty for a plan written here.
    pack_key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    from_year = models.PositiveSmallIntegerField()
    # The last year; none where no end is set.
    until_year = models.PositiveSmallIntegerField(null=True)
    # Whether everybody may read it.
    public = models.BooleanField(default=True)
    # {"title", "publisher", "published"}; empty for a plan written here.
    source = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "pack_key"],
                condition=~Q(pack_key=""),
                name="evaluation_plan_of_pack_once",
            ),
            models.CheckConstraint(
                condition=Q(until_year__isnull=True) | Q(until_year__gte=F("from_year")),
                name="evaluation_plan_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def words(self) -> str:
        """What is said of it, in the reader's language."""
        return in_readers_language(self.note, self.note_en)

    def covers(self, year: int) -> bool:
        """Whether it runs in this year."""
        return self.from_year <= year and (self.until_year is None or year <= self.until_year)


class Target(models.Model):
    """One figure a plan promises; what is promised stands in its revisions."""

    class Period(models.TextChoices):
        WHOLE = "whole", _("over the whole plan")
        YEAR = "year", _("in every year")

    class Pipeline(models.TextChoices):
        NONE = "", _("nothing is shown")
        SCENARIOS = "scenarios", _("scenarios on their way to landing")
        SUPER = "super", _("super scenarios by state")
        FIRMS = "firms", _("firms that are said to come")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    pack_key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=80, blank=True)
    # What counts.
    counts = models.TextField(blank=True)
    counts_en = models.TextField(blank=True)
    # What is on its way to it: the funnel of scenarios, super scenarios, firms to come.
    pipeline = models.CharField(max_length=12, choices=Pipeline, blank=True)
    # The code of the indicator that measures it; empty where none does.
    indicator = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=8, choices=Period, default=Period.WHOLE)
    ordinal = models.PositiveIntegerField(default=0)
    # The number of the revision in force.
    version = models.PositiveIntegerField(default=1)
    # Counts how often people put its words right; a pack leaves such words alone.
    words_version = models.PositiveIntegerField(default=1)
    dropped_at = models.DateTimeField(null=True)
    drop_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["plan", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "pack_key"],
                condition=~Q(pack_key=""),
                name="evaluation_target_of_pack_once",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(drop_reason=""),
                name="evaluation_dropped_target_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["indicator"], name="evaluation_targets_measured")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_readers_language(self.unit, self.unit_en)

    @property
    def meaning(self) -> str:
        """What counts, in the reader's language."""
        return in_readers_language(self.counts, self.counts_en)


class Revision(models.Model):
    """What a target asks for, from a day on; never changed, only followed by another."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at_least = models.DecimalField(max_digits=18, decimal_places=2)
    # Where it begins: the figure at the end of a year; both or neither.
    baseline = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    baseline_year = models.PositiveSmallIntegerField(null=True)
    # Year -> what should be reached by its end.
    milestones = models.JSONField(default=dict, blank=True)
    in_force_on = models.DateField()
    # {"zh", "en"}, or as it was typed; the first one of a pack has none.
    reason = models.JSONField(default=str, blank=True)
    source = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="evaluation_revision_once"),
            models.CheckConstraint(
                condition=Q(at_least__gt=0), name="evaluation_target_above_nothing"
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_year__isnull=True)
                | Q(baseline__gte=0, baseline__lt=F("at_least"), baseline_year__isnull=False),
                name="evaluation_baseline_below_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} v{self.number}"

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        return said(self.reason)

    @property
    def steps(self) -> list[tuple[int, Decimal]]:
        """The milestones by year."""
        return sorted((int(year), Decimal(str(worth))) for year, worth in self.milestones.items())

    def points(self, *, begins: date, ends: date) -> list[tuple[date, float]]:
        """The way planned, from the baseline (else nothing) to the target (``plan_pace.Way``)."""
        points = [(begins, 0.0)]
        if self.baseline is not None and self.baseline_year is not None:
            points = [(min(begins, date(self.baseline_year + 1, 1, 1)), float(self.baseline))]
        for year, worth in self.steps:
            by = date(year + 1, 1, 1)
            if points[-1][0] < by < ends:
                points.append((by, float(worth)))
        return [*points, (ends, float(self.at_least))]


class Wall(models.Model):
    """Which parts of the steering view a person wants to see."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    parts = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"wall of {self.user_id}"
