"""One-time keys of submitted forms: the first to bring a key works, the next hear its answer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from citystage.foundation.access.models import Submission

# A key whose work never ended (the server was killed) is answered with "look first" until then.
LIFE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first submit was answered with."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Busy:
    """The first submit has not been answered yet, or the key belongs to something else."""


def begin(key: UUID, *, user_id: int | None, path: str) -> Answer | Busy | None:
    """Take the key. None: the caller is first. Otherwise what is known of the first one."""
    try:
        with transaction.atomic():
            Submission.objects.create(key=key, user_id=user_id, path=path[:500])
    except IntegrityError:
        return read(key, user_id=user_id, path=path)
    return None


def read(key: UUID, *, user_id: int | None, path: str) -> Answer | Busy:
    """What the holder of the key was answered, told only to the same person at the same address."""
    found = Submission.objects.filter(key=key, path=path[:500]).first()
    if found is None or found.user_id != user_id or found.status is None:
        return Busy()
    return Answer(status=found.status, headers=found.headers, body=found.body)


def finish(key: UUID, answer: Answer) -> None:
    """Keep the answer for whoever brings the key again."""
    Submission.objects.filter(key=key).update(
        status=answer.status, headers=answer.headers, body=answer.body
    )


def forget(key: UUID) -> None:
    """Give the key back: nothing was done with it."""
    Submission.objects.filter(key=key).delete()


def sweep() -> int:
    """Delete keys past their life; returns how many."""
    gone, _ = Submission.objects.filter(begun_at__lt=timezone.now() - LIFE).delete()
    return gone
