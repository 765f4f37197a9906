"""When a noticed decision may take effect, and when its notice is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.selection.facts.decisions import NoticeConcluded
from citystage.stages.selection.locks import lock_notice
from citystage.stages.selection.models import BallotItem, Candidacy, Notice, Objection
from citystage.stages.selection.objecting import SETTLING
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.decisions import BLOCKING, ObjectionState

_ADVERSE = (ObjectionState.REJECTED, ObjectionState.INADMISSIBLE)


TO_CARRY_OUT = Q(state=ObjectionState.UPHELD, outcome=Objection.Outcome.CORRECTED, carried_at=None)


def blocking(at: datetime) -> QuerySet[Objection]:
    """Objections that keep their candidacy from taking effect at ``at``.

    Those not answered; those answered against the objector while an appeal may still come (one
    that was made is an objection itself); and those upheld until they are carried out.
    """
    appealable = Q(
        state__in=_ADVERSE, appeal_of__isnull=True, appeal_until__gt=at - SETTLING, appeal=None
    )
    return Objection.objects.filter(Q(state__in=BLOCKING) | appealable | TO_CARRY_OUT)


def due(at: datetime) -> QuerySet[Candidacy]:
    """Candidacies in notice whose notice has ended and which nothing keeps from taking effect.

    One that was judged again and proposed anew waits for the end of its new notice.
    """
    items = BallotItem.objects.filter(candidacy=OuterRef("pk"))
    ended = Notice.objects.filter(until__lte=at - SETTLING).values("ballot")
    runs = Notice.objects.filter(until__gt=at - SETTLING).values("ballot")
    return (
        Candidacy.objects.filter(state=CandidacyState.NOTICE)
        .filter(Exists(items.filter(ballot__in=ended)))
        .exclude(Exists(items.filter(ballot__in=runs)))
        .exclude(pk__in=blocking(at).values("candidacy"))
        .order_by("pk")
    )


def notice_of(candidacy_id: int) -> Notice | None:
    """The newest notice that proposes it."""
    ballots = BallotItem.objects.filter(candidacy_id=candidacy_id).values("ballot")
    return Notice.objects.filter(ballot__in=ballots).order_by("-posted_at").first()


def conclude(notice: Notice, stamp: Stamp) -> None:
    """Note the end of a notice once none of its candidacies waits any longer."""
    notice = lock_notice(notice.pk)
    on_it = BallotItem.objects.filter(ballot=notice.ballot_id).values("candidacy")
    waiting = Candidacy.objects.filter(pk__in=on_it, state=CandidacyState.NOTICE)
    if notice.concluded_at is None and not waiting.exists():
        notice.concluded_at = stamp.at
        notice.save(update_fields=["concluded_at"])
        journal.record(NoticeConcluded(notice_id=notice.pk), subject=notice, stamp=stamp)
