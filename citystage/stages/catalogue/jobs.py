"""The worker's part of the catalogue: files of lists, mails to subscribers."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.catalogue import papers
from citystage.stages.catalogue.actions.label import expire_label
from citystage.stages.catalogue.actions.tell_subscribers import tell_subscribers
from citystage.stages.catalogue.queries import labs
from citystage.stages.catalogue.queries.lists import without_files


@task()
def keep_files(release_id: int) -> int:
    """Make the files of one released list; safe to run twice."""
    return sum(papers.keep_all(one) for one in without_files() if one.pk == release_id)


@task()
def keep_missing_files() -> int:
    """Make what is missing: of lists released, or amended, since the last turn."""
    return sum(papers.keep_all(release) for release in without_files())


@task()
def mail_subscribers() -> int:
    """Tell subscriptions what became public; the cursor keeps it from telling anything twice."""
    stamp = Stamp(actor=NOBODY, at=timezone.now(), channel="job", request_id=uuid4())
    return tell_subscribers(stamp=stamp)


@task()
def expire_labels() -> int:
    """Let recognitions expire whose term is over; returns how many did. Safe to run twice."""
    stamp = Stamp(actor=NOBODY, at=timezone.now(), channel="job", request_id=uuid4())
    return sum(expire_label(one, stamp=stamp) for one in list(labs.ended(stamp.at)))
