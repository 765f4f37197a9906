"""The worker's part of meaning."""

from django.tasks import task

from citystage.foundation.meaning.embedding import clear_other_models, embed_missing
from citystage.foundation.meaning.providing import provider

# Seconds of one run: other jobs of the same worker get their turn between two.
_AT_MOST = 20


@task()
def embed_wanted() -> int:
    """Make vectors that are wanted; gives how many. Safe to run twice, also at once."""
    model = provider()
    made = embed_missing(model, seconds=_AT_MOST)
    clear_other_models(model)
    return made
