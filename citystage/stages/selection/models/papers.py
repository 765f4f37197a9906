"""Files given in selection: evidence of due diligence, of objections, redacted copies."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.models.diligence import DiligenceAnswer
from citystage.stages.selection.models.notices import Objection


def _path_of_file(_paper: Paper, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"selection/{uuid4().hex}"


class Paper(models.Model):
    """A file under the name it was sent with, belonging to one thing."""

    # A redacted copy for blind panels belongs to the candidacy.
    candidacy = models.ForeignKey(
        Candidacy, on_delete=models.PROTECT, null=True, related_name="redacted_copies"
    )
    answer = models.ForeignKey(
        DiligenceAnswer, on_delete=models.PROTECT, null=True, related_name="papers"
    )
    objection = models.ForeignKey(
        Objection, on_delete=models.PROTECT, null=True, related_name="papers"
    )
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    # Of a redacted copy: names of the applicant's side that its text still has, when it was added.
    names_found = models.JSONField(default=list, blank=True)
    # A copy taken back is no longer shown to anybody; that it was there stays on record.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(candidacy__isnull=False, answer__isnull=True, objection__isnull=True)
                    | Q(candidacy__isnull=True, answer__isnull=False, objection__isnull=True)
                    | Q(candidacy__isnull=True, answer__isnull=True, objection__isnull=False)
                ),
                name="selection_paper_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name
