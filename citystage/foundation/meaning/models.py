"""Texts that want a vector, the vectors by model, and what keeps them from being made."""

from __future__ import annotations

from django.db import models


class Phrase(models.Model):
    """One text that wants a vector, whatever record it stands in; told from others by content."""

    # engines.meaning.texts.content_hash
    key = models.BinaryField(max_length=16, unique=True)
    text = models.TextField()
    wanted_at = models.DateTimeField()
    # When somebody last said that it stands in a record; see `clearing`.
    used_at = models.DateTimeField()
    # The model of its newest vector; empty before the first.
    model = models.CharField(max_length=200, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["model", "id"], name="meaning_phrase_model"),
            models.Index(fields=["used_at"], name="meaning_phrase_used"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Meaning(models.Model):
    """The vector of one text by one model: numbers of 16 bits, least byte first, unit length.

    Bytes, since no question is put to PostgreSQL in vectors: the index answers those.
    """

    model = models.CharField(max_length=200)
    key = models.BinaryField(max_length=16)
    vector = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "model"], name="meaning_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {bytes(self.key).hex()}"


class Outage(models.Model):
    """A model that could not be asked: since when, how often tried, why. Gone when it answers."""

    model = models.CharField(max_length=200, primary_key=True)
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    error = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.model}: {self.error}"
