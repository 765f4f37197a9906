"""Files that are kept with a self-report or a reply."""

import hashlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.models import Subject, SubjectPaper
from citystage.stages.selection import evidence
from citystage.stages.selection.evidence import Evidence

# Of one self-report, over all times it was kept.
MOST = 20


class TooManyPapers(Refusal):
    """More files than anybody checks."""

    status = 422


def keep_papers(subject: Subject, kind: str, files: Sequence[Evidence], stamp: Stamp) -> None:
    """Check and keep them; what a file is called never becomes a path."""
    evidence.check(files)
    have = subject.papers.filter(kind=kind, removed_at=None).count()
    if have + len(files) > MOST:
        raise TooManyPapers(_("At most 20 files are kept; take some out first."))
    for file in files:
        paper = SubjectPaper(
            subject=subject,
            kind=SubjectPaper.Kind(kind),
            name=file.name[:200],
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            added_by_id=stamp.actor.person,
            added_at=stamp.at,
        )
        paper.file.save(file.name, ContentFile(file.content), save=False)
        paper.save()
