"""Controlled words: fields, industry chains, actions, zones; and the fixed national kinds."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language


class Tier(models.TextChoices):
    """How large a scenario is: the tiers of 国办发〔2025〕37号, and super scenarios."""

    SUPER = "super", _("super scenario")
    MAJOR = "major", _("comprehensive major scenario")
    INTEGRATED = "integrated", _("integrated sector scenario")
    NARROW = "narrow", _("high-value narrow-entry scenario")


class Side(models.TextChoices):
    """Who opens the scenario."""

    GOVERNMENT = "government", _("government side")
    INDUSTRY = "industry", _("industry side")
    ENTERPRISE = "enterprise", _("enterprise side")


class Mode(models.TextChoices):
    """How the two sides work together, as real lists write it."""

    PURCHASE = "purchase", _("equipment purchase")
    LEASE = "lease", _("lease")
    OPERATION = "operation", _("commercial operation")
    JOINT_OPERATION = "joint_operation", _("joint operation")
    JOINT_BUILDING = "joint_building", _("joint building")
    SOLUTION = "solution", _("solution purchase")
    CHALLENGE = "challenge", _("open challenge")
    TRIAL = "trial", _("trial first, pay later")
    OTHER = "other", _("other or to be discussed")


class Scheme(models.TextChoices):
    """The vocabularies a pack may fill."""

    FIELD = "field", _("field")
    CHAIN = "chain", _("industry chain")
    ACTION = "action", _("action of the plan")
    ZONE = "zone", _("zone")


class Term(models.Model):
    """One word of one vocabulary: shared by all cities (without a city), or a city's own."""

    scheme = models.CharField(max_length=16, choices=Scheme)
    city = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    # Other words for the same: searched like the name, and offered to the tokenizer.
    synonyms = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    ordinal = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "city", "code"],
                nulls_distinct=False,
                name="taxonomy_term_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)
