"""What is to be mended: made by institution or office, done by its owner, verified by another."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.selection import investigating, standing
from citystage.stages.selection.facts.diligence import (
    ActionPointDone,
    ActionPointMade,
    ActionPointSentBack,
    ActionPointVerified,
)
from citystage.stages.selection.investigating import NoWords, lock_diligence, lock_point
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import ActionPoint, Candidacy, Diligence, RedFlag
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.states.diligence import NOT_ADEQUATE, SAY_DONE, VERIFY


class BadPoint(Refusal):
    """Who mends does not verify; the day lies ahead."""

    status = 422


@dataclass(frozen=True, slots=True)
class Mending:
    """What is to be mended, by whom, verified by whom, until when; the flag it comes of."""

    words: str
    owner: Unit
    verifier: Unit
    due_on: date
    flag: int | None = None


@transaction.atomic(durable=True)
def make_point(diligence: Diligence, *, mending: Mending, stamp: Stamp) -> ActionPoint:
    """Give a finding an owner, a verifier of another unit, and a date."""
    locked = lock_diligence(diligence)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_point(stamp.actor, locked, kept_away).enforce()
    if mending.flag and not locked.flags.filter(pk=mending.flag).exists():
        raise NotFound(_("There is no such flag here."))
    return _make(locked.candidacy, locked, mending, stamp)


@transaction.atomic(durable=True)
def make_point_of_office(candidacy: Candidacy, *, mending: Mending, stamp: Stamp) -> ActionPoint:
    """The coordinating office does the same by itself, with or without a due diligence."""
    locked = lock_candidacy(candidacy.pk)
    kept_away = standing.barred(stamp.actor, locked)
    rules.may_point_out(stamp.actor, locked, kept_away).enforce()
    flags = RedFlag.objects.filter(diligence__candidacy=locked)
    if mending.flag and not flags.filter(pk=mending.flag).exists():
        raise NotFound(_("There is no such flag here."))
    return _make(locked, None, mending, stamp)


def _make(
    candidacy: Candidacy, diligence: Diligence | None, mending: Mending, stamp: Stamp
) -> ActionPoint:
    if not mending.words.strip():
        raise NoWords(_("Say what is to be mended."))
    if mending.owner.pk == mending.verifier.pk:
        raise BadPoint(_("Who mends it does not verify it: choose two different units."))
    if mending.due_on < investigating.today(stamp.at):
        raise BadPoint(_("This day is over."))
    made = ActionPoint.objects.create(
        candidacy=candidacy,
        diligence=diligence,
        flag_id=mending.flag,
        words=mending.words.strip(),
        owner=mending.owner,
        verifier=mending.verifier,
        due_on=mending.due_on,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    journal.record(ActionPointMade(**_ids(made)), subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def say_done(point: ActionPoint, *, words: str, stamp: Stamp) -> ActionPoint:
    """The owner says how it was mended."""
    locked = lock_point(point)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_mend(stamp.actor, locked, kept_away).enforce()
    if not words.strip():
        raise NoWords(_("Say how it was mended."))
    advance(locked, SAY_DONE, fact=ActionPointDone(**_ids(locked)), stamp=stamp)
    locked.said = words.strip()
    locked.save(update_fields=["said"])
    return locked


@transaction.atomic(durable=True)
def verify(point: ActionPoint, *, words: str, stamp: Stamp) -> ActionPoint:
    """The verifier finds it adequate."""
    locked = _verified(point, stamp)
    advance(locked, VERIFY, fact=ActionPointVerified(**_ids(locked)), stamp=stamp)
    locked.verified_words = words.strip()
    locked.save(update_fields=["verified_words"])
    return locked


@transaction.atomic(durable=True)
def not_adequate(point: ActionPoint, *, words: str, stamp: Stamp) -> ActionPoint:
    """The verifier asks for more, and says what."""
    locked = _verified(point, stamp)
    if not words.strip():
        raise NoWords(_("Say what is still missing."))
    told = ActionPointSentBack(**_ids(locked), reason=words.strip())
    advance(locked, NOT_ADEQUATE, fact=told, stamp=stamp)
    locked.verified_words = words.strip()
    locked.save(update_fields=["verified_words"])
    return locked


def _verified(point: ActionPoint, stamp: Stamp) -> ActionPoint:
    locked = lock_point(point)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_verify(stamp.actor, locked, kept_away).enforce()
    return locked


def _ids(point: ActionPoint) -> dict[str, int]:
    return {
        "point_id": point.pk,
        # 0: made by the office alone.
        "diligence_id": point.diligence_id or 0,
        "candidacy_id": point.candidacy_id,
    }
