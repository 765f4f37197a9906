"""Files of promises, agreements and replies, kept under random names."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile

from citystage.foundation.access.stamps import Stamp
from citystage.stages.docking.models import Agreement, Clarification, Promise, Proof
from citystage.stages.selection import evidence
from citystage.stages.selection.evidence import Evidence


def keep(
    about: Promise | Agreement | Clarification, files: Iterable[Evidence], *, stamp: Stamp
) -> list[Proof]:
    """Keep them. Raises ``WrongFile``, worded for the person, for one that is not taken."""
    sent = list(files)
    evidence.check(sent)
    whose = {str(about._meta.model_name): about}
    kept = []
    for file in sent:
        proof = Proof(
            **whose,
            name=file.name[:200],
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            added_by_id=stamp.actor.user_id,
            added_at=stamp.at,
        )
        proof.file.save(file.name, ContentFile(file.content), save=False)
        proof.save()
        kept.append(proof)
    return kept
