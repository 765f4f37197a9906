"""How the scenarios of a city stand, counted by place: what the steering view adds up."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit


class Stand(models.Model):
    """The public scenarios of one district, department, state firm and year; made anew at will."""

    city = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    district = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    # The owner, where it is a state firm.
    firm = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField(null=True)
    # The measures of the duty matrix.
    opened = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    landed = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    # How many reached each step of the funnel, in its order.
    reached = ArrayField(models.PositiveIntegerField())

    class Meta:
        indexes = [models.Index(fields=["city"], name="evaluation_stands_of_city")]

    def __str__(self) -> str:
        return f"{self.district_id}/{self.department_id}: {self.opened}"


class StandCount(models.Model):
    """When the stands of a city were counted last, up to where, and by which steps."""

    city = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    counted_at = models.DateTimeField()
    # How long it took; the next count waits by that.
    took_ms = models.PositiveIntegerField(default=0)
    # The last row of the ledger by then.
    entry = models.BigIntegerField(default=0)
    steps = ArrayField(models.CharField(max_length=24), default=list)
    # What is on its way to targets: kind -> state -> how many (``plan_pipeline.numbers_of``).
    numbers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.city_id}: {self.took_ms} ms"
