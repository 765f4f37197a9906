"""Lists: numbered batches, frozen and hashed when released; corrections are addenda."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.models.scenarios import Scenario
from citystage.stages.catalogue.states import ReleaseState


class Release(models.Model):
    """One list of a city: prepared here, or known from a source with what is known of it."""

    class Kind(models.TextChoices):
        OPPORTUNITY = "opportunity", _("opportunity list")
        CAPABILITY = "capability", _("capability list")
        DEMONSTRATION = "demonstration", _("demonstration list")
        LABS = "labs", _("recognised labs")
        LANDMARK = "landmark", _("landmark project pool")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OPPORTUNITY)
    # Address part, once per city ("2026-1", "2025-soe-1").
    code = models.SlugField(max_length=80)
    # Official number, e.g. 青场景〔2026〕1号.
    number = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    introduction = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=ReleaseState, default=ReleaseState.PREPARING)
    # Set when released: the day, the hash of the frozen content, who did it.
    released_at = models.DateTimeField(null=True)
    released_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # A list known from a source: how many items the source states; {"title", "url", "published"}.
    stated_items = models.PositiveIntegerField(null=True)
    source = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-released_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="catalogue_list_once"),
            models.CheckConstraint(
                condition=Q(state=ReleaseState.PREPARING) | ~Q(sha256=""),
                name="catalogue_list_released_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_readers_language(self.title, self.title_en)


class ReleaseItem(models.Model):
    """One scenario in one list. ``frozen`` is its public content at the moment of release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveIntegerField()
    frozen = models.JSONField(default=dict)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["release", "scenario"], name="catalogue_item_once"),
            models.UniqueConstraint(
                fields=["release", "ordinal"],
                name="catalogue_item_ordinal_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.scenario_id}"


class Addendum(models.Model):
    """What was said about a released list later: the list itself stays as it was."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        WITHDRAWAL = "withdrawal", _("item withdrawn")
        ADDITION = "addition", _("note")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="addenda")
    item = models.ForeignKey(ReleaseItem, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    text = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="catalogue_addendum_once"),
        ]

    def __str__(self) -> str:
        return f"addendum {self.number}"


class ReleaseFile(models.Model):
    """One file made of a released list; each addendum makes a new edition of all of them."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    # How many addenda it knows.
    edition = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    language = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    # Where the storage keeps it.
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "edition", "format", "language"],
                name="catalogue_list_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.path
