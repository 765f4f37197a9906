"""Capabilities: what companies, universities and institutes say they can do."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language


class Capability(models.Model):
    """One thing a supplier can do, with what it rests on."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    description = models.TextField(blank=True)
    field = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    applies_to = models.CharField(max_length=300, blank=True)
    cases = models.TextField(blank=True)
    qualifications = models.TextField(blank=True)
    # What the supplier looks for: scenes, customers, capital, supply chain, policy.
    seeking = models.TextField(blank=True)
    # Technology readiness level 1-9, where somebody stated it.
    readiness = models.PositiveSmallIntegerField(null=True)
    contact = models.JSONField(default=dict, blank=True)
    # Fields filled from general knowledge, not from the source: shown as unverified.
    unverified = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    source = models.JSONField(default=dict, blank=True)
    import_key = models.CharField(max_length=200, blank=True)
    original = models.JSONField(default=dict, blank=True)
    public = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["import_key"],
                condition=~Q(import_key=""),
                name="catalogue_capability_import_key_once",
            ),
        ]
        indexes = [
            models.Index(fields=["public", "-changed_at"], name="catalogue_capability_newest"),
            models.Index(fields=["organisation"], name="catalogue_capability_by_org"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the reader's language, as far as somebody wrote one."""
        return in_readers_language(self.title, self.title_en)
