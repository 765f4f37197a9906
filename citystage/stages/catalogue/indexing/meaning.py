"""What of a search document is understood by meaning: what it is about, bare of names."""

from collections.abc import Iterable
from typing import Final

from citystage.engines.text.folding import fold
from citystage.engines.text.stripping import strip_context
from citystage.stages.catalogue.models import SearchDocument

# Names of firms and headings of lists say little by meaning; words find them.
_BY_WORDS_ALONE: Final = frozenset({SearchDocument.Kind.ORGANISATION, SearchDocument.Kind.LIST})
# A model reads about so far; the title and the first paragraphs tell the matter.
_LONGEST: Final = 600


def spoken(kind: str, *, title: str, body: str, names: Iterable[str]) -> str:
    """The text to be embedded; empty for kinds that have none."""
    if kind in _BY_WORDS_ALONE:
        return ""
    return strip_context(fold(f"{title}。{body}"[:_LONGEST]), [name for name in names if name])


def spoken_by(document: SearchDocument) -> str:
    """The same of a document."""
    return spoken(document.kind, title=document.title, body=document.body, names=document.names)
