"""The same paper as ``filed_pdf`` to be worked on: headed texts, one after another."""

import io
from datetime import datetime, time

import docx

from citystage.foundation.documents.filed import FiledPaper
from citystage.foundation.documents.plain import clean, line
from citystage.foundation.documents.word.look import lay_out
from citystage.foundation.documents.word.packing import packed


def filed_docx(paper: FiledPaper) -> bytes:
    """Nothing is cut; the same paper gives the same bytes."""
    file = docx.Document()
    lay_out(file, language=paper.language)
    about = file.core_properties
    about.title, about.author = line(paper.title), line(paper.owner)
    about.language = "zh-CN" if paper.language == "zh-hans" else "en-GB"
    about.created = about.modified = datetime.combine(paper.printed_on, time())
    file.add_heading(line(paper.title, limit=300), level=1)
    for text in (paper.owner, paper.lead):
        if text:
            file.add_paragraph(line(text, limit=300))
    for label, text in paper.answers:
        file.add_heading(line(label, limit=200), level=2)
        for part in clean(text).splitlines():
            if part.strip():
                file.add_paragraph(part)
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue())
