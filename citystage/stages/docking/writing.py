"""Shared steps of writing an answer: its lock, who writes, revisions that fold, who was faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.docking.contents import Asked, Content, gaps
from citystage.stages.docking.facts.answers import AnswerRevised
from citystage.stages.docking.models import Answer, AnswerRevision, Opening
from citystage.stages.docking.terms import answering_of

# Saves of a page by itself, by one hand, no further apart than this, are one revision.
FOLDED_WITHIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Change:
    """One save of somebody else: who, when, and which parts it touched."""

    at: datetime
    who: str
    fields: tuple[str, ...]


class Stale(Refusal):
    """Somebody else saved meanwhile."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__(
            _("This was changed by others while you were writing. Look at their changes first.")
        )
        self.changes = tuple(changes)


class Incomplete(Refusal):
    """Something is missing, or too long, before it can be handed in; ``errors`` by field."""

    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(_("Some parts are missing or too long. Nothing was handed in yet."))
        self.errors = errors


class NoWords(Refusal):
    """The step is taken with words."""

    status = 422


def locked(answer: Answer) -> Answer:
    """The answer as it stands now, held until the transaction ends (after its opening)."""
    rows = Answer.objects.select_for_update(of=("self",))
    return rows.select_related("organisation__seat", "opening").get(pk=answer.pk)


def writes(answer: Answer, actor: Actor) -> bool:
    """Whether the actor writes this answer."""
    return Answer.objects.writable_by(actor).filter(pk=answer.pk).exists()


def ensure_fresh(answer: Answer, version: int) -> None:
    """Raise ``Stale`` when the person looked at an older revision."""
    if answer.revision != version:
        raise Stale(changes_since(answer, version))


def changes_since(answer: Answer, number: int) -> list[Change]:
    """What was changed after revision ``number``, newest first."""
    rows = list(answer.revisions.select_related("made_by").order_by("number"))
    seen = max([0, *(row.number for row in rows if row.number <= number)])
    kept = [row for row in rows if row.number >= seen]
    return [
        Change(
            row.made_at,
            str(row.made_by or ""),
            tuple(Content.read(row.content).differing(Content.read(before.content))),
        )
        for before, row in pairwise(kept)
    ][::-1]


def asked_of(opening: Opening) -> Asked:
    """What the opening asks of every answer."""
    terms = answering_of(opening.scenario.city_id)
    keys = tuple(str(one["key"]) for one in opening.asked)
    return Asked(keys, opening.asks_price, terms.evidence_words)


def missing(answer: Answer, opening: Opening) -> dict[str, str]:
    """Everything that stands in the way of handing it in, by field."""
    content = Content.read(answer.content)
    return gaps(content, asked_of(opening)) | consortium_gaps(answer, content)


def consortium_gaps(answer: Answer, content: Content) -> dict[str, str]:
    """Shares add to 100, and every member has agreed to its own."""
    members = list(answer.members.select_related("organisation"))
    if not members:
        return {}
    found = {}
    total = (content.share or 0) + sum(one.share for one in members)
    if content.share is None:
        found["share"] = _("State your own share of the work.")
    elif total != 100:  # noqa: PLR2004 -- per cent
        found["share"] = _("The shares of work add to %d; they must add to 100.") % total
    if not content.own_work:
        found["own_work"] = _("Say what you do yourselves.")
    waiting = [one.organisation.label for one in members if one.state != "agreed"]
    if waiting:
        found["members"] = _("Not agreed yet: %s.") % _(", ").join(waiting)
    return found


def keep(answer: Answer, content: Content, *, by_itself: bool, stamp: Stamp) -> bool:
    """Write the content as a revision of the locked answer; tell whether anything differed."""
    before = Content.read(answer.content)
    changed = content.differing(before)
    if not changed and answer.revision:
        return False
    folded = _foldable(answer, stamp) if by_itself else None
    answer.content = content.plain()
    answer.revision += 1
    answer.changed_at = stamp.at
    answer.save(update_fields=["content", "revision", "changed_at"])
    kept = AnswerRevision(
        pk=folded.pk if folded else None,
        answer=answer,
        number=answer.revision,
        content=answer.content,
        autosaved=by_itself,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    kept.save(force_insert=folded is None, force_update=folded is not None)
    fact = AnswerRevised(answer_id=answer.pk, revision=answer.revision, fields=changed)
    journal.record(fact, subject=answer, stamp=stamp)
    return True


def _foldable(answer: Answer, stamp: Stamp) -> AnswerRevision | None:
    last = answer.revisions.filter(number=answer.revision).first()
    if last is None or not last.autosaved or stamp.at - last.made_at > FOLDED_WITHIN:
        return None
    # What was handed in stays as it was handed in.
    if last.made_by_id != stamp.actor.user_id or last.number == answer.given_revision:
        return None
    return last


def in_words(text: str, reason: str, most: int = 1000) -> str:
    """The words a step is taken with. Raises ``NoWords`` with ``reason`` where there are none."""
    said = text.strip()[:most]
    if not said:
        raise NoWords(reason)
    return said
