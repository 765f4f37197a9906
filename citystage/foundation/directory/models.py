"""Organisations, known by their legal identifier, each with a seat in the tree of units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language


class Organisation(models.Model):
    """A company, university, institute, fund, … known to a city.

    ``seat`` is the unit its members wear roles at; it stands under the district of the
    organisation, so that a district reaches the organisations in it.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        STATE_FIRM = "state_firm", _("state-owned enterprise")
        UNIVERSITY = "university", _("university")
        INSTITUTE = "institute", _("research institute")
        PUBLIC_BODY = "public_body", _("public institution")
        GOVERNMENT = "government", _("government body")
        ASSOCIATION = "association", _("association")
        FUND = "fund", _("fund")
        BANK = "bank", _("bank")
        BROKER = "broker", _("broker")
        OTHER = "other", _("other")

    class Standing(models.TextChoices):
        LISTED = "listed", _("known from a source")
        WAITING = "waiting", _("waiting for approval")
        APPROVED = "approved", _("registered")
        DECLINED = "declined", _("registration declined")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # A city may know of one that is somewhere else: where, as a list wrote it, or nobody knows.
    in_city = models.BooleanField(default=True)
    elsewhere = models.CharField(max_length=120, blank=True)
    seat = models.OneToOneField(
        Unit, on_delete=models.PROTECT, null=True, related_name="organisation"
    )
    # GB 32100, 18 characters; what is only known from a list may lack it.
    uscc = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=240, blank=True)
    # engines.text.fold(name): the key by which the same name is found however it is written.
    folded_name = models.CharField(max_length=240, db_index=True)
    # Pinyin and initials, for search by typing.
    name_keys = ArrayField(models.CharField(max_length=240), default=list, blank=True)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.COMPANY)
    standing = models.CharField(max_length=16, choices=Standing, default=Standing.LISTED)
    introduction = models.TextField(blank=True)
    website = models.URLField(blank=True)
    # {"name", "phone", "email"}: shown masked, each unmasking on record.
    contact = models.JSONField(default=dict, blank=True)
    # {"title", "url", "published"}: where the organisation is known from.
    source = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~Q(uscc=""), name="directory_uscc_once"
            ),
            models.UniqueConstraint(
                fields=["folded_name"], condition=Q(uscc=""), name="directory_unnumbered_name_once"
            ),
        ]
        indexes = [
            GinIndex(fields=["name_keys"], name="directory_name_keys"),
            GinIndex(
                fields=["folded_name"], name="directory_name_trgm", opclasses=["gin_trgm_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def whereabouts(self) -> str:
        """Where it is, in the reader's language; empty where that is not known."""
        if not self.in_city:
            return self.elsewhere
        return " · ".join(unit.label for unit in (self.city, self.district) if unit)
