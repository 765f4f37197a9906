"""The office gives a blind panel a redacted copy, or takes one back."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.stripping import Unreadable, stripped
from citystage.foundation.ledger import journal
from citystage.stages.selection import standing
from citystage.stages.selection.evidence import MOST_FILES, Evidence, WrongFile, check, put
from citystage.stages.selection.facts.candidacies import CopyAdded, CopyTakenBack
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy, Paper
from citystage.stages.selection.queries.copies import copies_in_force, found_in, names_of
from citystage.stages.selection.rules.checks import is_unsealed, may_redact


@transaction.atomic(durable=True)
def add_copy(candidacy: Candidacy, *, file: Evidence, stamp: Stamp) -> Paper:
    """Keep the file without what tells of its makers; names still in its text are noted.

    The names do not keep it back: a word may look like a name, the office judges. Raises
    ``WrongFile``.
    """
    locked = lock_candidacy(candidacy.pk)
    may_redact(stamp.actor, locked, standing.barred(stamp.actor, locked)).enforce()
    is_unsealed(locked.programme.call, stamp.at).enforce()
    check([file])
    if copies_in_force(locked).count() >= MOST_FILES:
        raise WrongFile(_("At most %(number)d files can be given.") % {"number": MOST_FILES})
    try:
        made = stripped(file.name, file.content)
    except Unreadable as refusal:
        words = (
            _("“%(name)s” opens with a password only.")
            if refusal.locked
            else _("“%(name)s” cannot be read; save it anew and try again.")
        )
        raise WrongFile(words % {"name": file.name}) from refusal
    names = found_in(made.text, names_of(locked)) if made.text else []
    paper = put(
        Paper(candidacy=locked, names_found=names), Evidence(file.name, made.content), stamp=stamp
    )
    told = CopyAdded(candidacy_id=locked.pk, paper_id=paper.pk, names_found=len(names))
    journal.record(told, subject=locked, stamp=stamp)
    return paper


@transaction.atomic(durable=True)
def take_back_copy(paper: Paper, *, stamp: Stamp) -> Paper:
    """Show it to nobody any more; taken back again it does nothing."""
    assert paper.candidacy_id is not None
    locked = lock_candidacy(paper.candidacy_id)
    may_redact(stamp.actor, locked, standing.barred(stamp.actor, locked)).enforce()
    is_unsealed(locked.programme.call, stamp.at).enforce()
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.withdrawn_at is None:
        paper.withdrawn_at = stamp.at
        paper.save(update_fields=["withdrawn_at"])
        told = CopyTakenBack(candidacy_id=locked.pk, paper_id=paper.pk)
        journal.record(told, subject=locked, stamp=stamp)
    return paper
