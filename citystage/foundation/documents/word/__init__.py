"""Released lists as DOCX, for offices that work on in WPS or Word."""

from citystage.foundation.documents.word.writing import list_docx

__all__ = ["list_docx"]
