"""Opinions and reasons: what officers must say in words, cleaned."""

from typing import Final

from django.utils.translation import gettext as _

from citystage.engines.text.folding import clean
from citystage.stages.intake.writing import BadAnswers

MOST: Final = 2_000
_ABSURD: Final = 100_000


def said(text: str, field: str) -> str:
    """The text, cleaned. Raises ``BadAnswers`` under ``field`` when it is missing or too long."""
    kept = clean(text) if len(text) <= _ABSURD else text
    if not kept:
        raise BadAnswers({field: _("This must be said in words: the other side reads it.")})
    if len(kept) > MOST:
        raise BadAnswers(
            {
                field: _("At most %(most)s characters; this has %(found)s.")
                % {"most": f"{MOST:,}", "found": f"{len(kept):,}"}
            }
        )
    return kept
