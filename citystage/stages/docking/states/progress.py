"""What later stages tell of a scenario: a step of the funnel, without a life of its own here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgressStep(models.TextChoices):
    """What was reached, or what came to nothing."""

    TRIAL = "trial", _("trial signed")
    LANDED = "landed", _("landed")
    FAILED = "failed", _("did not land")
