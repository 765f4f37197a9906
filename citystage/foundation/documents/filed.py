"""What somebody filed as a paper of their own: every answer in full, files with their hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from citystage.foundation.documents.model import Language
from citystage.foundation.documents.plain import clean, line, soften
from citystage.foundation.documents.press import Content, press_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """The application of one owner; ``answers`` are pairs of question and answer."""

    title: str
    owner: str
    lead: str
    language: Language
    printed_on: date
    answers: Sequence[tuple[str, str]]
    files_title: str
    files: Sequence[tuple[str, str]] = ()


def filed_pdf(paper: FiledPaper) -> bytes:
    """The paper; nothing is cut."""
    answers: list[Content] = [
        {
            "label": line(label, limit=200),
            "text": [soften(clean(part)) for part in text.splitlines() if part.strip()],
        }
        for label, text in paper.answers
    ]
    files: list[Content] = [
        {"name": soften(line(name, limit=200)), "hash": digest} for name, digest in paper.files
    ]
    content: dict[str, Content] = {
        "title": line(paper.title, limit=300),
        "owner": line(paper.owner, limit=200),
        "lead": line(paper.lead, limit=300),
        "answers": answers,
        "files-title": paper.files_title,
        "files": files,
    }
    return press_pdf("filed.typ", content, language=paper.language, dated=paper.printed_on)
