"""Yearly assessments: who is assessed, by which weights, who gives marks, what came of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.evaluation.criteria import ExerciseTerms
from citystage.stages.evaluation.states.exercises import ExerciseState, MarkState, SubjectState
from citystage.stages.selection.models import Expert

_PERSON = settings.AUTH_USER_MODEL


class Exercise(models.Model):
    """The assessment of one kind of subject over one year."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("districts")
        DEPARTMENT = "department", _("departments")
        LAB = "lab", _("labs")
        SCENARIO = "scenario", _("scenarios")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ExerciseState, default=ExerciseState.PREPARING)
    # Criteria, grades and days as they were when it was prepared.
    terms = models.JSONField()
    # The first moments that are too late; a late self-report is taken until scoring begins.
    report_until = models.DateTimeField()
    check_until = models.DateTimeField()
    score_until = models.DateTimeField()
    # Set when the results are shown.
    reply_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    scoring_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Whether everybody may read the ranking: the city's wish, off until it says so.
    published_at = models.DateTimeField(null=True)
    # The number of the weights the results were counted with.
    weights_used = models.PositiveSmallIntegerField(null=True)
    # So many assessors mark each subject, chosen when it was opened; none: everybody marks all.
    sheets_each = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExerciseState.values), name="evaluation_exercise_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    check_until__gte=models.F("report_until"),
                    score_until__gte=models.F("check_until"),
                ),
                name="evaluation_exercise_steps_in_order",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state=ExerciseState.DECIDED),
                name="evaluation_only_decided_published",
            ),
        ]
        indexes = [models.Index(fields=["city", "state", "-year"], name="evaluation_exercises_of")]

    def __str__(self) -> str:
        return self.title

    def read_terms(self) -> ExerciseTerms:
        """The terms of this assessment."""
        return ExerciseTerms.model_validate(self.terms)


class Weighting(models.Model):
    """One setting of the weights; the latest one counts, the former ones stay on record."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="weightings")
    number = models.PositiveSmallIntegerField()
    # By the code of the criterion, as written; they need not sum to anything.
    weights = models.JSONField()
    # Nobody set them yet: every criterion counts the same.
    equal = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "number"], name="evaluation_weighting_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"weights {self.number} of {self.exercise_id}"


class Subject(models.Model):
    """One who is assessed: a district or department, a lab, or a scenario."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="subjects")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, null=True, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="+")
    # The names of that day: a department renamed later keeps its name here.
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=400, blank=True)
    # The unit that reports and replies; none where nobody has an account.
    side = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=SubjectState, default=SubjectState.ASKED)
    # The self-report: words by the code of the criterion, an overview, addresses line by line.
    words = models.JSONField(default=dict, blank=True)
    overview = models.TextField(blank=True)
    links = models.TextField(blank=True)
    handed_in_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_why = models.TextField(blank=True)
    check_words = models.TextField(blank=True)
    checked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    # The figures as they were read when scoring began; null: not known then.
    figures = models.JSONField(default=dict, blank=True)
    # The result as it was shown; no place while a value is missing.
    score = models.FloatField(null=True)
    place = models.PositiveSmallIntegerField(null=True)
    missing = models.JSONField(default=list, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    # Replies to results that were taken back, with what the office made of them.
    former_replies = models.JSONField(default=list, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    # Why this grade; why it was taken out.
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["exercise", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SubjectState.values), name="evaluation_subject_state_known"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, lab__isnull=True, scenario__isnull=True)
                | Q(unit__isnull=True, lab__isnull=False, scenario__isnull=True)
                | Q(unit__isnull=True, lab__isnull=True, scenario__isnull=False),
                name="evaluation_subject_is_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["exercise", what], name=f"evaluation_{what}_once_an_exercise"
                )
                for what in ("unit", "lab", "scenario")
            ),
        ]
        indexes = [models.Index(fields=["side", "state"], name="evaluation_subjects_of_side")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def late(self) -> timedelta | None:
        """By how much the self-report came too late."""
        if self.handed_in_at is None or self.handed_in_at < self.exercise.report_until:
            return None
        return self.handed_in_at - self.exercise.report_until

    @property
    def replied_before(self) -> bool:
        """Whether the reply is to results that were taken back."""
        shown = self.exercise.shown_at
        return self.replied_at is not None and (shown is None or self.replied_at < shown)

    @property
    def graded(self) -> str:
        """The name of the grade in the reader's language; empty while there is none."""
        found = self.exercise.read_terms().grade(self.grade)
        return in_readers_language(found.name.zh, found.name.en) if found else ""


def _path_of_file(_paper: SubjectPaper, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"evaluation/{uuid4().hex}"


class SubjectPaper(models.Model):
    """A file of a self-report or of a reply."""

    class Kind(models.TextChoices):
        REPORT = "report", _("with the self-report")
        REPLY = "reply", _("with the reply")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Taken out while the self-report was still a draft; the row says that it was there.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Examiner(models.Model):
    """A person who gives marks: an expert of the register, or an officer.

    Who joins or drops out while marks come in stays on record with when and why.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="examiners")
    user = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="+")
    # While marks came in; empty for those chosen before.
    joined_at = models.DateTimeField(null=True)
    joined_why = models.TextField(blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="successors"
    )
    left_at = models.DateTimeField(null=True)
    left_why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "user"], name="evaluation_examiner_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def name(self) -> str:
        """As the register, or the account, has it."""
        return self.expert.name if self.expert else str(self.user)


class MarkSheet(models.Model):
    """One assessor's marks on one subject; a draft until it is handed in."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="sheets")
    examiner = models.ForeignKey(Examiner, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=10, choices=MarkState, default=MarkState.OPEN)
    values = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    remark = models.TextField(blank=True)
    # Why the assessor leaves it to others, or is kept away.
    why = models.TextField(blank=True)
    # The kind of a conflict found: it bars, or (over a third party) is shown to the office.
    tie = models.CharField(max_length=12, blank=True)
    path = models.JSONField(default=list, blank=True)
    # Where few mark each: why this assessor (``yearly.sharing.Chosen``).
    chosen = models.JSONField(default=dict, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["subject", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MarkState.values), name="evaluation_marks_state_known"
            ),
            models.UniqueConstraint(fields=["subject", "examiner"], name="evaluation_marks_once"),
        ]
        indexes = [models.Index(fields=["examiner", "state"], name="evaluation_marks_of")]

    def __str__(self) -> str:
        return f"marks of {self.examiner_id} on {self.subject_id}"
