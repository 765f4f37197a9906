"""Answers to a scenario: drafts, revisions, consortium, papers and what was asked back."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.docking.models.openings import Opening
from citystage.stages.docking.states.answers import (
    GIVEN,
    STANDING,
    AnswerState,
    ConsentState,
)
from citystage.stages.events.models import Meeting

# Nobody but its own side reads it yet, by the database's clock.
_SEALED = Q(opening__sealed=True, opening__closes_at__gt=Now())
# Where standing towards a scenario comes from: its owner's seat, and its offices.
_SIDES = (
    "opening__scenario__city__path",
    "opening__scenario__district__path",
    "opening__scenario__lead_department__path",
    "opening__scenario__owner_unit__path",
    "opening__scenario__owner__seat__path",
)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def writable_by(self, actor: Actor) -> Self:
        """Those of the actor's organisation, those it writes along as a member, and those the
        person was invited to edit.
        """
        if actor.user_id is None:
            return self.none()
        invited = AnswerEditor.objects.invited(actor.user_id).values("answer_id")
        seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
        along = AnswerMember.objects.filter(
            organisation__seat_id__in=seats, state=ConsentState.AGREED, writes=True
        )
        parts = Q(pk__in=invited) | Q(pk__in=along.values("answer_id"))
        return self.filter(self._own(actor) | parts)

    def shared_with(self, actor: Actor) -> Self:
        """Those in which the actor's organisation is a member of the consortium."""
        seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
        member = AnswerMember.objects.filter(organisation__seat_id__in=seats)
        return self.filter(pk__in=member.values("answer_id"))

    def judged_by(self, actor: Actor) -> Self:
        """What the owner's side and its officers may read: given, and the seal is off."""
        tops = actor.reach(Permission.DOCKING_ANSWER_JUDGE)
        reach = Q(pk__in=[])
        for column in _SIDES:
            reach |= subtree(tops, column)
        return self.filter(reach, state__in=GIVEN).exclude(_SEALED)

    def given(self) -> Self:
        """Those that were handed in and stand or were decided."""
        return self.filter(state__in=GIVEN)

    def standing(self) -> Self:
        """Those before the owner, not decided yet."""
        return self.filter(state__in=STANDING)

    def unsealed(self) -> Self:
        """Without those nobody but their own side may know of yet."""
        return self.exclude(_SEALED)

    @staticmethod
    def _own(actor: Actor) -> Q:
        # The seat itself, not its subtree: a district does not own what its companies answer.
        seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
        return Q(organisation__seat_id__in=seats)


class Answer(models.Model):
    """One organisation's answer to one opening; ``content`` is the draft, ``given`` what counts."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=AnswerState, default=AnswerState.DRAFT)
    # See ``docking.contents``: replies, price, schedule, wanted, summary, share.
    content = models.JSONField(default=dict)
    # The number of the latest AnswerRevision; also the version token of the form.
    revision = models.PositiveIntegerField(default=0)
    # What was handed in last, with its consortium: later writing does not touch it.
    given = models.JSONField(null=True)
    given_revision = models.PositiveIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # The invitation to show.
    show_at = models.DateTimeField(null=True)
    show_place = models.CharField(max_length=200, blank=True)
    show_note = models.TextField(blank=True)
    show_accepted = models.BooleanField(null=True)
    show_reply = models.CharField(max_length=500, blank=True)
    # Where the two show at a one-to-one day: the meeting of its plan.
    show_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    # Why it was chosen or not, and the letter that was sent.
    reason = models.TextField(blank=True)
    letter = models.TextField(blank=True)
    letter_at = models.DateTimeField(null=True)
    letter_read_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    # The broker's unit that began it on behalf of the organisation, and how that agreed.
    begun_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    consent = models.CharField(max_length=1000, blank=True)
    changed_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["opening", "submitted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AnswerState.values), name="docking_answer_state_known"
            ),
            models.UniqueConstraint(fields=["opening", "organisation"], name="docking_answer_once"),
            models.UniqueConstraint(
                fields=["opening"], condition=Q(state="chosen"), name="docking_one_chosen"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(str(one) for one in GIVEN)) | Q(given__isnull=False),
                name="docking_given_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(begun_for__isnull=True) | ~Q(consent=""),
                name="docking_begun_for_with_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="docking_answers_of_org"),
            models.Index(fields=["opening", "state"], name="docking_answers_by_state"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AnswerRevision(models.Model):
    """An answer as it stood after one save."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    # Kept by the page while somebody wrote; the next such save soon after takes its place.
    autosaved = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="docking_revision_once"),
        ]

    def __str__(self) -> str:
        return f"r{self.number}"


class AnswerEditorQuerySet(models.QuerySet["AnswerEditor"]):
    """Chainable filters over invitations."""

    def invited(self, user_id: int) -> Self:
        """Invitations of this person, or of their address (sent before they had an account)."""
        address = User.objects.filter(pk=user_id).annotate(low=Lower("email")).values("low")
        return self.filter(Q(user_id=user_id) | Q(email__in=address))


class AnswerEditor(models.Model):
    """A person outside the organisation who was invited to write one answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="editors")
    # In small letters.
    email = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()

    objects = AnswerEditorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "email"], name="docking_editor_once"),
        ]

    def __str__(self) -> str:
        return self.email


class AnswerMember(models.Model):
    """An organisation that does a part of the work, with its own word on it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    work = models.CharField(max_length=300)
    # Of 100; the rest is the share of the organisation that answers.
    share = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=ConsentState, default=ConsentState.ASKED)
    # Its people write along, as long as it takes part; the organisation that answers says so.
    writes = models.BooleanField(default=False)
    said = models.CharField(max_length=500, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    said_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["answer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "organisation"], name="docking_member_once"),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=99), name="docking_share_of_hundred"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ConsentState.values), name="docking_consent_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.share}"


def _path_of_file(paper: AnswerPaper, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"docking/{paper.answer_id}/{uuid4().hex}"


class AnswerPaper(models.Model):
    """A certificate or file that stands behind one essential (or, with no key, the whole)."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="papers")
    essential = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    # Taken out of the draft; what was handed in before keeps it.
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Clarification(models.Model):
    """What the owner asks about one answer; nobody but the two sides sees it."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="clarifications")
    text = models.TextField()
    due_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"clarification {self.pk}"
