"""Released lists as files: made from what was frozen, kept, and made anew after an addendum."""

from citystage.stages.catalogue.papers.keeping import (
    CANONICAL,
    FORMATS,
    LANGUAGES,
    Paper,
    file_of,
    keep_all,
)
from citystage.stages.catalogue.papers.listing import document_of

__all__ = ["CANONICAL", "FORMATS", "LANGUAGES", "Paper", "document_of", "file_of", "keep_all"]
