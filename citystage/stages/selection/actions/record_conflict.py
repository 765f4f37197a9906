"""A conflict of interest is declared, claimed or set, and judged; it is never removed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.models import Editor
from citystage.stages.selection import entries, standing
from citystage.stages.selection.facts.programmes import ConflictJudged
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy, Conflict, Expert
from citystage.stages.selection.recording import Person, record
from citystage.stages.selection.rules import conflicts as rules
from citystage.stages.selection.seats import leave_seat


class NoReason(Refusal):
    """A conflict, and a judgement on one, is given with its reason."""

    status = 422


@transaction.atomic(durable=True)
def declare_conflict(candidacy: Candidacy, *, kind: str, words: str, stamp: Stamp) -> Conflict:
    """The signed-in person says they have a conflict: it bars at once, whatever they are asked.

    Expert or officer; a conflict declared twice stands once.
    """
    locked = lock_candidacy(candidacy.pk)
    rules.is_under_way(locked).enforce()
    person = stamp.actor.person
    expert = Expert.objects.filter(user_id=person, city=locked.programme.city_id).first()
    conflict, _new = record(
        locked,
        expert or User.objects.get(pk=person),
        saying=entries.Saying(
            kind=kind, origin=Conflict.Origin.DECLARED, standing=Conflict.Standing.BARS, words=words
        ),
        stamp=stamp,
    )
    leave_seat(locked, person, words=words, stamp=stamp)
    return conflict


@transaction.atomic(durable=True)
def claim_conflict(
    candidacy: Candidacy, *, person: Expert, kind: str, words: str, stamp: Stamp
) -> Conflict:
    """The applicant says that ``person`` should not judge; an officer will decide."""
    locked = lock_candidacy(candidacy.pk)
    mine = Editor.objects.invited(stamp.actor.person)
    invited = mine.filter(application_id=locked.application_id).exists()
    rules.may_claim(stamp.actor, locked, invited=invited).enforce()
    conflict, _new = record(
        locked,
        person,
        saying=entries.Saying(
            kind=kind,
            origin=Conflict.Origin.CLAIMED,
            standing=Conflict.Standing.FLAGGED,
            words=_reason(words),
        ),
        stamp=stamp,
    )
    return conflict


@transaction.atomic(durable=True)
def pin_conflict(
    candidacy: Candidacy, *, person: Person, kind: str, words: str, stamp: Stamp
) -> Conflict:
    """An officer sets a conflict of somebody else; it bars."""
    locked = lock_candidacy(candidacy.pk)
    rules.may_judge(stamp.actor, locked, standing.barred(stamp.actor, locked)).enforce()
    conflict, _new = record(
        locked,
        person,
        saying=entries.Saying(
            kind=kind,
            origin=Conflict.Origin.PINNED,
            standing=Conflict.Standing.BARS,
            words=_reason(words),
        ),
        stamp=stamp,
    )
    user_id = person.user_id if isinstance(person, Expert) else person.pk
    if user_id is not None:
        leave_seat(locked, user_id, words=words, stamp=stamp)
    return conflict


@transaction.atomic(durable=True)
def judge_conflict(conflict: Conflict, *, standing_now: str, words: str, stamp: Stamp) -> Conflict:
    """An officer decides whether the conflict bars, is only noted, or is unfounded; with reason."""
    candidacy = lock_candidacy(conflict.candidacy_id)
    locked = (
        Conflict.objects.select_for_update(of=("self",))
        .select_related("expert")
        .get(pk=conflict.pk)
    )
    locked.candidacy = candidacy
    kept_away = standing.barred(stamp.actor, candidacy)
    rules.may_judge_this(stamp.actor, locked, kept_away).enforce()
    locked.standing = Conflict.Standing(standing_now)
    locked.judgement = _reason(words)
    locked.judged_by_id, locked.judged_at = stamp.actor.user_id, stamp.at
    locked.save(update_fields=["standing", "judgement", "judged_by", "judged_at"])
    told = ConflictJudged(
        conflict_id=locked.pk, candidacy_id=candidacy.pk, standing=locked.standing
    )
    journal.record(told, subject=candidacy, stamp=stamp)
    user_id = locked.user_id or (locked.expert.user_id if locked.expert else None)
    if locked.standing == Conflict.Standing.BARS and user_id is not None:
        leave_seat(candidacy, user_id, words=words, stamp=stamp)
    return locked


def _reason(words: str) -> str:
    if not words.strip():
        raise NoReason(_("Give the reason."))
    return words.strip()
