"""Reported readings: figures that a source states. Shown beside what is computed, never added."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language


def _bare(text: str) -> str:
    return "".join(text.replace(",", "").replace("，", "").split())


class ReportedQuerySet(models.QuerySet["Reported"]):
    """Chainable filters."""

    def standing(self) -> Self:
        """What was not corrected by a later reading."""
        return self.filter(corrected_by__isnull=True)

    def of_pack(self) -> Self:
        """What the pack tells of; people entered the rest."""
        return self.filter(entered_at__isnull=True)


class Reported(models.Model):
    """One stated figure: of what, when, how exactly, by whom, and in which words."""

    class Exactness(models.TextChoices):
        EXACT = "exact", _("exactly")
        OVER = "over", _("more than")
        NEARLY = "nearly", _("nearly")
        ABOUT = "about", _("about")

    class Measure(models.TextChoices):
        NUMBER = "number", pgettext_lazy("kind of value", "number")
        MONEY = "money", _("money")
        PERCENT = "percent", _("per cent")
        TIMES = "times", _("times")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    # The computed indicator it stands beside; empty where there is none.
    indicator = models.CharField(max_length=80, blank=True)
    measure = models.CharField(max_length=8, choices=Measure, default=Measure.NUMBER)
    # Money in yuan.
    value = models.DecimalField(max_digits=20, decimal_places=2)
    exactness = models.CharField(max_length=8, choices=Exactness, default=Exactness.EXACT)
    unit = models.CharField(max_length=40, blank=True)
    unit_en = models.CharField(max_length=80, blank=True)
    as_written = models.CharField(max_length=80)
    # For what time the figure stands, as far as the source says.
    as_of = models.DateField(null=True)
    as_of_text = models.CharField(max_length=80)
    as_of_text_en = models.CharField(max_length=120, blank=True)
    # Title, publisher and day of the text; its address ("url") where one is known.
    source = models.JSONField()
    # Its words, and where in the source they stand; entered by hand they may be left out.
    quote = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    place_en = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    # {"over", "under", "value"}: two other readings and what dividing them gives.
    division = models.JSONField(default=dict, blank=True)
    ordinal = models.PositiveIntegerField(default=0)
    # Of a reading that was entered by hand: by whom, why, and which one it corrects.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )

    # What it corrects, the latest first; set where a page shows it.
    formers: Sequence[Reported] = ()

    objects = ReportedQuerySet.as_manager()

    class Meta:
        ordering = ["city", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="evaluation_reported_once"),
            models.CheckConstraint(
                condition=(~Q(quote="") & ~Q(place="")) | Q(entered_at__isnull=False),
                name="evaluation_reported_is_quoted",
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True) | ~Q(reason=""),
                name="evaluation_entered_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["city", "indicator"], name="evaluation_reported_beside")]

    def __str__(self) -> str:
        return f"{self.code}: {self.as_written}"

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_readers_language(self.unit, self.unit_en)

    @property
    def time(self) -> str:
        """For what time it stands, in the reader's language."""
        return in_readers_language(self.as_of_text, self.as_of_text_en)

    @property
    def where(self) -> str:
        """Where the words stand, in the reader's language."""
        return in_readers_language(self.place, self.place_en)

    @property
    def remark(self) -> str:
        """What is to be known of it, in the reader's language."""
        return in_readers_language(self.note, self.note_en)

    @property
    def says_more(self) -> bool:
        """Whether the source's own writing says more than value and unit do."""
        return _bare(self.as_written) != _bare(f"{self.value.normalize():f}{self.unit}")

    @property
    def by_hand(self) -> bool:
        """Whether a person entered it here."""
        return self.entered_at is not None

    @property
    def divided(self) -> Decimal | None:
        """What dividing the two readings it names gives, to one decimal place."""
        worth = self.division.get("value")
        return None if worth is None else Decimal(str(worth))
