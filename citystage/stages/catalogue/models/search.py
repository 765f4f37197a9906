"""What the search reads: one row per findable thing, made of tokens; rebuildable.

The table is also the feed of the index: triggers (migration 0005) give each row written the number
of its transaction and a place, and leave a removal for each row deleted.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit


class SearchDocument(models.Model):
    """One findable record as the search sees it."""

    class Kind(models.TextChoices):
        """The catalogue's own; later stages register theirs (``indexing.kinds``)."""

        SCENARIO = "scenario", _("scenario")
        CAPABILITY = "capability", _("capability")
        ORGANISATION = "organisation", _("organisation")
        LIST = "list", _("list")
        LAB = "lab", _("lab")

    kind = models.CharField(max_length=16)
    object_id = models.BigIntegerField()
    city = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    public = models.BooleanField(default=True)
    title = models.CharField(max_length=400)
    owner_name = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # Tokens of engines.text: title A, owner and names B, body C.
    vector = SearchVectorField()
    # Found by pinyin and initials too: owner, district, aliases.
    names = ArrayField(models.CharField(max_length=240), default=list, blank=True)
    # Found, but not shown: number, English title, the words of its terms.
    extra = models.TextField(blank=True, default="")
    # Who may find it ("public", "unit:7", "edit:1", "prepare:1"; see ``audience``).
    audience = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # Codes of what it is filtered by: {"field": ["low-altitude"], "status": ["open"]}.
    facets = models.JSONField(default=dict, blank=True)
    # Whole numbers: {"money": fen, "published", "until", "day": ordinals, "changed": s}.
    numbers = models.JSONField(default=dict, blank=True)
    # Where it is: its district's centre, else its city's (degrees, WGS 84).
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # foundation.meaning's key of the text that is embedded; none where there is no such text.
    meaning = models.BinaryField(max_length=16, null=True)
    changed_at = models.DateTimeField()
    # Set by a trigger at each writing: the transaction, and the place within the feed.
    transaction = models.BigIntegerField(default=0, editable=False)
    place = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="catalogue_document_once"),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="catalogue_document_vector"),
            models.Index(fields=["transaction", "place"], name="catalogue_document_feed"),
            models.Index(fields=["meaning"], name="catalogue_document_meaning"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def identity(self) -> str:
        """Its name in the index: ``kind:object id``."""
        return f"{self.kind}:{self.object_id}"


class SearchRemoval(models.Model):
    """A document that was deleted: what the feed tells of it, until one of that name comes back."""

    kind = models.CharField(max_length=16)
    object_id = models.BigIntegerField()
    transaction = models.BigIntegerField(default=0, editable=False)
    place = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="catalogue_removal_once"),
        ]
        indexes = [
            models.Index(fields=["transaction", "place"], name="catalogue_removal_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def identity(self) -> str:
        """The document's name in the index."""
        return f"{self.kind}:{self.object_id}"


class SearchWord(models.Model):
    """A Latin word that occurs in public texts: what "did you mean" may offer."""

    word = models.CharField(max_length=80, primary_key=True)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], name="catalogue_word_trgm", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.word
