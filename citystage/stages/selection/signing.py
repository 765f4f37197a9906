"""What a voter signs: one hash over everything the vote says, so that no part changes unseen."""

import hashlib
import json
from datetime import UTC, datetime

from citystage.stages.selection.models.decisions import Vote


def signature(  # noqa: PLR0913 -- the parts of what is signed
    *, ballot_id: int, item_id: int, user_id: int, choice: str, words: str, moment: datetime
) -> str:
    """SHA-256 (hexadecimal) over ballot, proposal, voter, choice, words and moment."""
    signed = [ballot_id, item_id, user_id, choice, words, moment.astimezone(UTC).isoformat()]
    text = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(vote: Vote) -> bool:
    """Whether the row still says what was signed; the ledger holds the signature too."""
    return vote.signature == signature(
        ballot_id=vote.item.ballot_id,
        item_id=vote.item_id,
        user_id=vote.voter.user_id,
        choice=vote.choice,
        words=vote.words,
        moment=vote.made_at,
    )
