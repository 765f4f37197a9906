"""Ties between two fingerprints: one row a pair, families that follow from them. Shared steps."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.stages.review.models import Case, Family, Fingerprint, Tie


def lock_pair(one: Fingerprint, other: Fingerprint) -> tuple[Fingerprint, Fingerprint]:
    """Lock both in order of their numbers, which is the order a tie keeps them in."""
    rows = Fingerprint.objects.select_for_update().filter(pk__in=[one.pk, other.pk])
    left, right = rows.order_by("pk")
    return left, right


def tie(left: Fingerprint, right: Fingerprint, verdict: str, *, reason: str, stamp: Stamp) -> Tie:
    """Write the verdict on a locked pair; a family verdict makes them one family."""
    made, _new = Tie.objects.update_or_create(
        left=left,
        right=right,
        defaults={
            "verdict": verdict,
            "reason": reason[:300],
            "made_by_id": stamp.actor.user_id,
            "made_at": stamp.at,
        },
    )
    if verdict == Tie.Verdict.NOT_SAME:
        _part(left, right)
    else:
        _join(left, right, stamp)
    return made


def untie(left: Fingerprint, right: Fingerprint) -> None:
    """Forget what was said of the pair."""
    Tie.objects.filter(left=left, right=right).delete()
    _part(left, right)


def tie_cases(one: Case, other: Case, verdict: str, *, reason: str, stamp: Stamp) -> None:
    """The same for two cases, as far as their texts are known."""
    pair = _pair_of(one, other)
    if pair:
        tie(*pair, verdict, reason=reason, stamp=stamp)


def untie_cases(one: Case, other: Case) -> None:
    """Take back the tie of two cases."""
    pair = _pair_of(one, other)
    if pair:
        untie(*pair)


def _pair_of(one: Case, other: Case) -> tuple[Fingerprint, Fingerprint] | None:
    subjects = [subject_of(one.application), subject_of(other.application)]
    rows = list(Fingerprint.objects.select_for_update().filter(subject__in=subjects).order_by("pk"))
    both = 2
    return (rows[0], rows[1]) if len(rows) == both else None


def _join(left: Fingerprint, right: Fingerprint, stamp: Stamp) -> None:
    """One family: the elder one takes in the other's members."""
    if left.family_id is None and right.family_id is None:
        left.family = right.family = Family.objects.create(title=left.title, made_at=stamp.at)
        Fingerprint.objects.bulk_update([left, right], ["family"])
        return
    known = sorted(_families(left, right))
    kept, gone = known[0], known[1:]
    Fingerprint.objects.filter(pk__in=[left.pk, right.pk]).update(family=kept)
    for family_id in gone:
        Fingerprint.objects.filter(family_id=family_id).update(family=kept)
        Family.objects.filter(pk=family_id).delete()


def _families(*members: Fingerprint) -> set[int]:
    return {one.family_id for one in members if one.family_id is not None}


def _part(left: Fingerprint, right: Fingerprint) -> None:
    """Whoever no longer has a tie that binds leaves the family; a family of one dissolves."""
    binding = [Tie.Verdict.FAMILY, Tie.Verdict.MERGED]
    for one in (left, right):
        held = Tie.objects.filter(verdict__in=binding)
        if not (held.filter(left=one).exists() or held.filter(right=one).exists()):
            Fingerprint.objects.filter(pk=one.pk).update(family=None)
    for family_id in _families(left, right):
        members = Fingerprint.objects.filter(family_id=family_id)
        if members.count() < 2:  # noqa: PLR2004 -- one alone is no family
            members.update(family=None)
            Family.objects.filter(pk=family_id).delete()
