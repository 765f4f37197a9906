"""Recognised labs, and their labels: number, term, standing, and the code that verifies them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language, said
from citystage.stages.catalogue.states import LabelState
from citystage.stages.intake.models import Application


class Lab(models.Model):
    """What was recognised: a lab; or a demonstration, a challenge, its taker, a fund.

    ``kind`` says which; ``families`` groups them as people look for them.
    """

    class Kind(models.TextChoices):
        SCENARIO = "scenario_lab", _("scenario application lab")
        INNOVATION = "innovation_lab", _("innovation application lab")
        LAB = "lab", _("lab")
        DEMONSTRATION = "demonstration", _("demonstration")
        CHALLENGE = "challenge", _("announced challenge")
        TAKER = "taker", _("taker of a challenge")
        FUND = "fund", _("scenario fund")
        OTHER = "other", _("other")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.LAB)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    builder = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    # As the source or the application writes it; empty where nobody says.
    builder_name = models.CharField(max_length=200, blank=True)
    # Batches of a city are counted from 1.
    batch = models.PositiveSmallIntegerField()
    field = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    direction = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Of the taker of a challenge: what it took.
    challenge = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="takers"
    )
    # Of what is only known from a source: {"title", "published", "sentence"}.
    source = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["city", "batch", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["city", "name"], name="catalogue_lab_name_once"),
        ]
        indexes = [models.Index(fields=["city", "batch", "kind"], name="catalogue_lab_batches")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def family(self) -> str:
        """Among what people look for it: labs, demonstrations, challenges, takers, funds."""
        return next((name for name, kinds in FAMILIES.items() if self.kind in kinds), LABS)


LABS: Final = "labs"
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    LABS: (Lab.Kind.SCENARIO, Lab.Kind.INNOVATION, Lab.Kind.LAB, Lab.Kind.OTHER),
    "demonstrations": (Lab.Kind.DEMONSTRATION,),
    "challenges": (Lab.Kind.CHALLENGE,),
    "takers": (Lab.Kind.TAKER,),
    "funds": (Lab.Kind.FUND,),
}


class Label(models.Model):
    """One recognition of a lab for a term, ``[since, until)``; a renewal is a label of its own."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="labels")
    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    # The pattern of its number, for its renewals.
    pattern = models.CharField(max_length=80)
    # What the label is called, {"zh", "en"}.
    words = models.JSONField(default=dict)
    # By the pattern of the terms; empty where a source does not give it.
    number = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField()
    ordinal = models.PositiveIntegerField(null=True)
    since = models.DateField()
    # The first day on which it no longer counts; none while no term is known.
    until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=LabelState, default=LabelState.VALID)
    # In the address behind the QR code of plaque and certificate.
    code = models.CharField(max_length=16, unique=True)
    # The candidacy that took effect (selection.Candidacy), once.
    candidacy_id = models.BigIntegerField(null=True, unique=True)
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="renewed_by"
    )
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LabelState.values), name="catalogue_label_state_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="catalogue_label_runs_forward",
            ),
            models.UniqueConstraint(
                fields=["city", "kind", "number"],
                condition=~Q(number=""),
                name="catalogue_label_number_once",
            ),
            models.UniqueConstraint(
                fields=["lab"],
                condition=Q(state=LabelState.VALID),
                name="catalogue_label_one_valid",
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="catalogue_label_ends")]

    def __str__(self) -> str:
        return self.number or self.code

    @property
    def title(self) -> str:
        """What the label is called, in the reader's language."""
        return said(self.words)
