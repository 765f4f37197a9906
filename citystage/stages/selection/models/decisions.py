"""The collective decision: a ballot, its proposals, its voters, and their signed votes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.models.programmes import Programme
from citystage.stages.selection.states.decisions import BallotState


class Ballot(models.Model):
    """One collective decision; private to its voters and the office until applied."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="ballots")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=BallotState, default=BallotState.PREPARING)
    quorum = models.PositiveSmallIntegerField()
    # Share of the votes cast, abstentions left out; ``strictly_more`` than it when set.
    majority = models.FloatField()
    strictly_more = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BallotState.values), name="selection_ballot_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BallotItem(models.Model):
    """What is proposed for one candidacy, and why."""

    class Outcome(models.TextChoices):
        SELECT = "select", _("select")
        NOT_SELECT = "not_select", _("do not select")

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="items")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    proposal = models.CharField(max_length=12, choices=Outcome)
    reason = models.TextField(blank=True)
    # Set when the ballot closes: what was decided (the proposal carried, or not).
    carried = models.BooleanField(null=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "candidacy"], name="selection_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.candidacy_id}"


class Voter(models.Model):
    """A person called to vote on a ballot."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chairs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "user"], name="selection_voter_once"),
        ]

    def __str__(self) -> str:
        return f"voter {self.user_id}"


class Vote(models.Model):
    """One signed vote on one proposal; a changed vote is a new row, the last one counts."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstain")
        RECUSED = "recused", _("recused")

    item = models.ForeignKey(BallotItem, on_delete=models.PROTECT, related_name="votes")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice)
    words = models.TextField(blank=True)
    # SHA-256 over ballot, proposal, voter, choice, words and moment: what the voter signed.
    signature = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "voter"],
                condition=Q(current=True),
                name="selection_vote_one_current",
            ),
        ]

    def __str__(self) -> str:
        return self.choice
