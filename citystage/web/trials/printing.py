"""Papers of a trial: the same paper to be printed, or to be worked on."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.foundation.documents.word.filed import filed_docx
from citystage.kernel.refusals import NotFound
from citystage.web.shell.exports import attached

_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def printed(paper: FiledPaper, name: str, kind: str) -> HttpResponse:
    """The paper as a file. Raises ``NotFound`` for a kind that is not offered."""
    if kind not in _TYPES:
        raise NotFound(_("There is no such file."))
    content = filed_pdf(paper) if kind == "pdf" else filed_docx(paper)
    return attached(content, f"{name}.{kind}", _TYPES[kind])
