"""The register of experts: what they know, where they work, whom they are related to."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.states.panels import ExpertState


class Expert(models.Model):
    """A person who may sit on panels of a city."""

    class Kind(models.TextChoices):
        SCIENCE = "science", _("science and technology")
        INDUSTRY = "industry", _("industry")
        INVESTMENT = "investment", _("investment")
        FINANCE = "finance", _("finance and accounting")
        LAW = "law", _("law")
        USER_DEPARTMENT = "user_department", _("using department")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Until the person has an account: where the invitation went, in small letters.
    email = models.EmailField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=Kind)
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # As written, when the directory does not know the employer.
    employer_name = models.CharField(max_length=200, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    expertise = models.TextField(blank=True)
    # Codes of the taxonomy's fields and chains.
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    chains = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # What the person is willing to take in one programme; none: the panel's own limit.
    most_cases = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=ExpertState, default=ExpertState.INVITED)
    invited_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExpertState.values), name="selection_expert_state_known"
            ),
            models.UniqueConstraint(fields=["city", "email"], name="selection_expert_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """A tie of an expert or officer to an organisation (or to a person, by name)."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("works or worked there")
        KIN = "kin", _("kin works or owns there")
        INVESTOR = "investor", _("invested, or means to")
        ADVISER = "adviser", _("advises or advised")
        CO_OWNER = "co_owner", _("owns a share")
        COMPETITOR = "competitor", _("competitor")
        CO_WORK = "co_work", _("worked together lately")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, null=True, related_name="relations"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation_name = models.CharField(max_length=200)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    # Where it is known from: "declared by the expert", a page, a register.
    source = models.CharField(max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    # Taken back, never deleted: an earlier panel may rest on it.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(expert__isnull=False),
                name="selection_relation_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_name}"


class Shareholding(models.Model):
    """Who owns a share of whom, with its source; conflicts are found over it."""

    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    holder_name = models.CharField(max_length=200)
    held = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    held_name = models.CharField(max_length=200)
    # Of 100; none when only the fact is known.
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.holder_name} in {self.held_name}"


class Absence(models.Model):
    """Days on which an expert cannot be asked; half-open [since, until)."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="selection_absence_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.until}"
