"""Scenarios: the record that travels, from the public's side; every version of it is kept."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Mode, Side, Term, Tier
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.intake.models import Application

# Plain strings, so that the partial indexes below say exactly what the queries ask.
HIDDEN = [str(ScenarioState.RESERVE), str(ScenarioState.WITHDRAWN)]


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Chainable filters."""

    def public(self) -> Self:
        """What everybody may see."""
        return self.exclude(state__in=HIDDEN)


class Scenario(models.Model):
    """A real place or problem that a city opens to new technology."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Public number inside the city ("QD-2026-0012"), given once and never reused.
    number = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=ScenarioState, default=ScenarioState.RESERVE)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    summary = models.TextField(blank=True)
    # The polished need by form key: current_state, problem, goals, place, data_open, acceptance…
    answers = models.JSONField(default=dict, blank=True)
    tier = models.CharField(max_length=16, choices=Tier, blank=True)
    side = models.CharField(max_length=16, choices=Side, blank=True)
    mode = models.CharField(max_length=16, choices=Mode, blank=True)
    mode_text = models.CharField(max_length=200, blank=True)
    field = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    lead_department = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True)
    # Whole fen (1/100 CNY); empty means to be discussed 面议. What the source said stays beside it.
    budget = models.BigIntegerField(null=True)
    budget_text = models.CharField(max_length=200, blank=True)
    # Half-open [valid_from, valid_until).
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    # The year it was published in, for the facet (sources often know no more).
    year = models.PositiveSmallIntegerField(null=True)
    published_on = models.DateField(null=True)
    # {"unit", "name", "phone", "email"}: shown masked, each unmasking on record.
    contact = models.JSONField(default=dict, blank=True)
    # {"title", "url", "published", "list", "note"}: where a record not filed here comes from.
    source = models.JSONField(default=dict, blank=True)
    # The identity of an imported row: importing it again finds it.
    import_key = models.CharField(max_length=200, blank=True)
    # The row as it was in the file, column by column.
    original = models.JSONField(default=dict, blank=True)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, related_name="+"
    )
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="parts")
    # The number of the latest ScenarioVersion; also the version token of the edit form.
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="catalogue_number_once"),
            models.UniqueConstraint(
                fields=["city", "import_key"],
                condition=~Q(import_key=""),
                name="catalogue_import_key_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ScenarioState.values), name="catalogue_scenario_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-changed_at"], name="catalogue_newest"),
            # The orders of the public list, as its query writes them (NULLs last).
            models.Index(
                models.F("published_on").desc(nulls_last=True),
                models.F("id").desc(),
                condition=~Q(state__in=HIDDEN),
                name="catalogue_public_newest",
            ),
            models.Index(
                models.F("changed_at").desc(),
                models.F("id").desc(),
                condition=~Q(state__in=HIDDEN),
                name="catalogue_public_changed",
            ),
            models.Index(
                models.F("budget").desc(nulls_last=True),
                models.F("id").desc(),
                condition=~Q(state__in=HIDDEN),
                name="catalogue_public_budget",
            ),
            models.Index(
                models.F("valid_until").asc(nulls_last=True),
                models.F("id").desc(),
                condition=~Q(state__in=HIDDEN),
                name="catalogue_public_deadline",
            ),
            models.Index(fields=["district", "state"], name="catalogue_by_district"),
            models.Index(fields=["field", "state"], name="catalogue_by_field"),
            models.Index(fields=["chain", "state"], name="catalogue_by_chain"),
            models.Index(fields=["owner", "state"], name="catalogue_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the reader's language, as far as somebody wrote one."""
        return in_readers_language(self.title, self.title_en)


class ScenarioVersion(models.Model):
    """A scenario as it stood after one change: citable, and the source of the past."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # Every column that the public page shows, by name.
    snapshot = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="catalogue_scenario_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"
