"""At night the vectors of texts that no record holds any more are forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.tasks import task
from django.utils import timezone

from citystage.foundation.meaning.clearing import clear_unused, note_keys_used, note_used
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import ApplicationState
from citystage.stages.matchmaking.finding.meaning import spoken_by_profile
from citystage.stages.matchmaking.finding.sentences import spoken_in_suggestions
from citystage.stages.matchmaking.models import Profile
from citystage.stages.review.fingerprints import spoken

# A text is forgotten when two nights found it nowhere: what is being written just now stays.
KEPT = timedelta(days=2)
_AT_ONCE = 1000


@task()
def forget_unused() -> int:
    """Say which texts stand in records, forget the others; gives how many. Safe to run twice."""
    since = timezone.now() - KEPT
    documents = SearchDocument.objects.filter(meaning__isnull=False)
    keys = documents.values_list("meaning", flat=True).iterator(chunk_size=_AT_ONCE)
    for some in batched(keys, _AT_ONCE, strict=False):
        note_keys_used(bytes(key) for key in some if key is not None)
    for texts in batched(_spoken(), _AT_ONCE, strict=False):
        note_used(texts)
    return clear_unused(since=since)


def _spoken() -> Iterator[str]:
    """The texts of records that do not carry their keys: applications and profiles."""
    applications = Application.objects.exclude(state=ApplicationState.WITHDRAWN)
    related = applications.select_related("city", "form").iterator(chunk_size=_AT_ONCE)
    yield from map(spoken, related)
    yield from spoken_in_suggestions()
    for profile in Profile.objects.select_related("organisation__city", "organisation__district"):
        yield from spoken_by_profile(profile)
