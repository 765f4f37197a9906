"""Templates of yearly assessments as a city wrote them in the browser, version after version."""

from django.conf import settings
from django.db import models

from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.criteria import WrittenTemplate


class TemplateVersion(models.Model):
    """One version of a template; the latest one counts before what the pack says."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    # See ``criteria.WrittenTemplate``.
    value = models.JSONField()
    reason = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["city", "code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "code", "number"], name="evaluation_template_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    def read(self) -> WrittenTemplate:
        """What it says."""
        return WrittenTemplate.model_validate(self.value)
