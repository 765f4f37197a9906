"""Who governs what: city, districts, departments and seats of organisations as one tree."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.kernel.texts import in_readers_language


class UnitQuerySet(models.QuerySet["Unit"]):
    """Chainable filters over the tree."""

    def under(self, *tops: Unit) -> Self:
        """Units that stand under (or are) one of ``tops``; none when there are no tops."""
        return self.filter(subtree(tops, "path"))


def subtree(tops: tuple[Unit, ...] | list[Unit], column: str) -> Q:
    """Return the filter "``column`` holds the path of something under one of ``tops``"."""
    under = Q(pk__in=[])
    for top in tops:
        under |= Q(**{f"{column}__startswith": top.path})
    return under


class Unit(models.Model):
    """A place where roles are worn; ``path`` holds the ids from the city down."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        DISTRICT = "district", _("district")
        DEPARTMENT = "department", _("department")
        STATE_FIRM = "state_firm", _("state-owned enterprise")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(max_length=16, choices=Kind)
    # Stable key inside its city, from the city pack ("laoshan"); organisations carry none.
    code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    # GB/T 2260, six digits, for cities and districts.
    area_code = models.CharField(max_length=12, blank=True)
    # The office that runs the whole cycle for its city 统筹.
    coordinates = models.BooleanField(default=False)
    # Where the district stands on the schematic tile map.
    tile_column = models.PositiveSmallIntegerField(null=True)
    tile_row = models.PositiveSmallIntegerField(null=True)
    # Order in lists: statutory order of the pack, then by name.
    ordinal = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    city = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200, db_index=True)
    facts = models.JSONField(default=dict, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind", "code"],
                condition=~Q(code=""),
                name="tenancy_unit_code_once_per_city",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(kind="city"),
                name="tenancy_city_code_once",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "kind", "ordinal"], name="tenancy_unit_by_kind"),
            # Prefix search under any collation.
            models.Index(
                fields=["path"], name="tenancy_unit_path_prefix", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    def covers(self, other: Unit) -> bool:
        """Whether this unit is ``other`` or stands above it."""
        return other.path.startswith(self.path)


def plant(*, parent: Unit | None, kind: Unit.Kind, name: str, **fields: object) -> Unit:
    """Create a unit under ``parent`` and give it its path (a city has no parent)."""
    city = None if parent is None else (parent.city or parent)
    unit = Unit(kind=kind, name=name, parent=parent, city=city, path="")
    for key, value in fields.items():
        setattr(unit, key, value)
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


class UnitChange(models.Model):
    """A unit was renamed, merged, split, or its border moved: what the past was called.

    A split is a row for each part, the unit itself among them where it goes on. Records keep the
    unit they were made with; whoever counts by unit asks ``evaluation.deriving.places``.
    """

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged into another unit")
        SPLIT = "split", _("split into several units")
        BORDER = "border", _("border moved")

    city = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    # Where its business (or the moved ground) belongs from that day on.
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # The first day on which it holds.
    on = models.DateField()
    # What the unit was called before.
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=400, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "on"],
                condition=~Q(kind="split"),
                name="tenancy_unit_change_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "on", "into"],
                condition=Q(kind="split"),
                name="tenancy_unit_part_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="renamed") ^ Q(into__isnull=False),
                name="tenancy_unit_change_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.kind} {self.on}"


class PackSetting(models.Model):
    """One versioned setting of a city pack ("quality", "targets", "intake"): data, never code."""

    city = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="settings")
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    value = models.JSONField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "name", "version"], name="tenancy_setting_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


def setting(city: Unit | int, name: str) -> PackSetting | None:
    """Return the newest version of a city's setting, or nothing when its pack has none."""
    return PackSetting.objects.filter(city=city, name=name).order_by("-version").first()
