"""Lists as files, and files that were given as evidence."""

from django.http import HttpResponse

from citystage.stages.docking.models import AnswerPaper, Proof
from citystage.web.shell.exports import MOST, OFFERED, as_file, attached, offered

__all__ = ["MOST", "OFFERED", "as_file", "attached", "offered", "sent"]


def sent(proof: Proof | AnswerPaper) -> HttpResponse:
    """One file of evidence, to be kept and not to be opened in the page."""
    with proof.file.open("rb") as file:
        return attached(file.read(), proof.name, "application/octet-stream")
